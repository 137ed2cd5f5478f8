import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLiteral } from '../../../../src/core/formats/parse-literal.ts';
import {
  type ConfigValue,
  equalValues,
  isConfigList,
  isConfigMap,
} from '../../../../src/core/model/config-value.ts';

/** As Python's `repr` prints values. */
function repr(value: ConfigValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return reprText(value);
  if (typeof value !== 'object') return Number.isInteger(value) ? `${value}.0` : `${value}`;
  if (isConfigList(value)) return `[${value.map(repr).join(', ')}]`;
  if (isConfigMap(value))
    return `{${[...value].map(([key, item]) => `${repr(key)}: ${repr(item)}`).join(', ')}}`;
  throw new Error('Python prints no such value');
}

function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = [...text].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\\') return '\\\\';
    if (character === quote) return `\\${quote}`;
    if (character === '\n') return '\\n';
    if (code < 32 || code === 127) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : character;
  });
  return `${quote}${body.join('')}${quote}`;
}

const values = fc.letrec<{ value: ConfigValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .dictionary(fc.string({ maxLength: 6 }), tie('value'), { maxKeys: 3 })
      .map((entries): ConfigValue => new Map(Object.entries(entries))),
  ),
})).value;

const printed = (value: ConfigValue) => (typeof value === 'bigint' ? `${value}` : repr(value));

describe('a literal of Python', () => {
  it('reads back what Python prints, whatever the value', () => {
    const deep = (value: ConfigValue): string => {
      if (isConfigList(value)) return `[${value.map(deep).join(', ')}]`;
      if (isConfigMap(value))
        return `{${[...value].map(([key, item]) => `${reprText(key)}: ${deep(item)}`).join(', ')}}`;
      return printed(value);
    };
    fc.assert(
      fc.property(values, (value) => {
        const read = parseLiteral(deep(value));
        return read !== undefined && equalValues(read, value);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ["['a', \"it's\", {'k': 1}]", ['a', "it's", new Map([['k', 1n]])]],
    ["['a, b', 'c']", ['a, b', 'c']],
    ["['a\\\\b', '\\u00a7c', '\\xa7d', '\\U0001f600']", ['a\\b', '§c', '§d', '😀']],
    ['[True, False, None, -3, 2.5, 1e-05]', [true, false, null, -3n, 2.5, 0.00001]],
    ["('a', 'b',)", ['a', 'b']],
    ["[[[['deep']]]]", [[[['deep']]]]],
    [
      '{\'give %player% x 1 {display:{Name:"{\\\\"text\\\\"}"}}\': 1}',
      new Map([['give %player% x 1 {display:{Name:"{\\"text\\"}"}}', 1n]]),
    ],
    ["['#ff0000', '&7-0.#&4']", ['#ff0000', '&7-0.#&4']],
    ['[]', []],
    ['{}', new Map()],
  ])('reads %s', (text, value) => {
    expect(parseLiteral(text)).toEqual(value);
  });

  it.each([
    ["['a'"],
    ["['a' 'b']"],
    ['[1, 2'],
    ["{'a': 1, 'a': 2}"],
    ["{['a']: 1}"],
    ["['a'] and more"],
    ['os.system("rm")'],
    ['__import__'],
    [`${'['.repeat(100)}${']'.repeat(100)}`],
    ["['\\"],
    [''],
  ])('takes %s for none', (text) => {
    expect(parseLiteral(text)).toBeUndefined();
  });

  it('reads a megabyte in a moment, and ends where brackets never close', () => {
    const many = `[${Array.from({ length: 40_000 }, (_, index) => `'entry, ${index}'`).join(', ')}]`;
    const began = performance.now();
    expect(parseLiteral(many)).toHaveLength(40_000);
    expect(parseLiteral('['.repeat(1_000_000))).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(3000);
  });
});
