import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLiteral } from '../../../../src/core/formats/parse-literal.ts';
import { keyId } from '../../../../src/core/model/key-path.ts';
import {
  findReservedCharacter,
  markReferences,
  parseTemplate,
  showReferences,
} from '../../../../src/core/model/variable-reference.ts';
import { isSafePattern } from '../../../../src/core/source/safe-pattern.ts';
import { assemble, GOOD_FILES, validate, withBlock } from './small-fleet.ts';

const FILES = Object.keys(GOOD_FILES).map((path) => path.replace('desired-state/', ''));

describe('hostile input', () => {
  test('any bytes in any file give issues, never an exception', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FILES), fc.uint8Array({ maxLength: 400 }), (file, bytes) => {
        expect(assemble({ [file]: bytes }).issues).toBeDefined();
      }),
      { numRuns: 200 },
    );
  });

  test('any text cut into a good file gives issues, never an exception', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      '- ',
      ': ',
      '"',
      "'",
      '&a ',
      '*a',
      '!absent',
      '{{A}}',
      '\n',
      '```',
      '---',
      '#',
      '<<: ',
      '|',
      '\t',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...FILES),
        fc.nat(600),
        fc.array(pieces, { maxLength: 6 }),
        (file, at, cut) => {
          const text = GOOD_FILES[file.startsWith('templates/') ? file : `desired-state/${file}`] ?? '';
          const change = { [file]: text.slice(0, at) + cut.join('') + text.slice(at) };
          for (const issue of validate(change)) expect(issue.place.line).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('a block of 10,000 keys is read within two seconds', () => {
    const block = Array.from({ length: 10_000 }, (_, n) => `key${n}: value ${n} {{INSTANCE_NAME}}`).join(
      '\n',
    );
    const start = performance.now();
    const { desired } = assemble(withBlock(block));
    expect(desired?.baselines.get('CMI')?.files[0]?.keys).toHaveLength(10_000);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test.each([
    ['flow lists', withBlock(`a: ${'['.repeat(20_000)}`)],
    ['flow maps', { 'fleet.yaml': '{a: '.repeat(20_000) }],
    ['JSON lists', withBlock(`{"a": ${'['.repeat(20_000)}`, 'json x.json')],
    ['HOCON maps', withBlock('a {'.repeat(20_000), 'hocon x.conf')],
    ['TOML lists', withBlock(`a = ${'['.repeat(20_000)}`, 'toml x.toml')],
    ['quotes', { 'baselines/CMI.md': `${'> '.repeat(20_000)}x` }],
    ['backslashes', withBlock(`a: '${'\\'.repeat(200_000)}{{X}}'`)],
    ['unclosed JSON comments', withBlock(`{{X}} ${'/*'.repeat(50_000)}`, 'json x.json')],
  ])('%s nested or repeated without end are refused', (_, change) => {
    const start = performance.now();
    expect(validate(change).some(({ severity }) => severity === 'error')).toBe(true);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('names such as __proto__ and constructor pollute nothing and stay keys', () => {
    const { desired } = assemble(
      withBlock('__proto__: { polluted: 1 }\nconstructor: { prototype: { polluted: 1 } }\ntoString: 1'),
    );
    const ids = desired?.baselines.get('CMI')?.files[0]?.keys.map(({ path }) => keyId(path));
    expect(ids).toEqual(['__proto__.polluted', 'constructor.prototype.polluted', 'toString']);
    expect('polluted' in {}).toBe(false);
  });

  test('control characters of names never reach a message', () => {
    const issues = validate({ 'deployment-matrix.csv': 'plugin,\u001b[31mEVIL\nCMI,x\n' });
    expect(issues.some(({ code }) => code === 'unknown-instance')).toBe(true);
    expect(issues.every(({ message }) => !message.includes('\u001b'))).toBe(true);
  });

  test('with any error there is nothing to apply, though the rest can be checked', () => {
    const { desired, readable } = assemble(withBlock('a: 1\na: 2'));
    expect(desired).toBeUndefined();
    expect(readable?.fleet.instances.size).toBe(6);
    expect(readable?.baselines.has('CMI')).toBe(false);
  });
});

describe('marking references', () => {
  const text = fc
    .array(fc.constantFrom('{{A}}', '{{A+1}}', '{{secret:X-1}}', '\\', '{', '}', '{{b}}', ' ', 'é', '{{'), {
      maxLength: 12,
    })
    .map((parts) => parts.join(''));

  test('keeps the length, and showing gives back what was written', () => {
    fc.assert(
      fc.property(text, (written) => {
        const marked = markReferences(written);
        expect(marked).toHaveLength(written.length);
        expect(showReferences(marked)).toBe(written);
      }),
    );
  });

  test('text without upper-case references stays the same string', () => {
    fc.assert(
      fc.property(fc.string(), (written) => {
        fc.pre(!/\{\{(?:[A-Z]|secret:)/.test(written) && findReservedCharacter(written) === -1);
        expect(markReferences(written)).toBe(written);
        expect(parseTemplate(written)).toBeUndefined();
      }),
    );
  });
});

describe('reading literals of a workbook', () => {
  test.each([
    ["['a, b', 'c']", ['a, b', 'c']],
    ['["it\'s", "x\\ny"]', ["it's", 'x\ny']],
    ["[1, -2, 1.5, True, None, 'None']", [1n, -2n, 1.5, true, null, 'None']],
    [
      "{'k': [1], 2: 'x'}",
      new Map<string, unknown>([
        ['k', [1n]],
        ['2', 'x'],
      ]),
    ],
    ['[]', []],
  ])('%s', (written, value) => {
    expect(parseLiteral(written)).toEqual(value);
  });

  test.each(['[1', "['a' 'b']", '[,]', 'word', '', `${'['.repeat(100)}`])('%s is none', (written) => {
    expect(parseLiteral(written)).toBeUndefined();
  });
});

describe('patterns for a console answer', () => {
  test.each([
    '^Reloaded .*$',
    'done|finished',
    '(?:ok|done)',
    '[(]a+[)]',
    'took \\d+ ms',
    'reloaded .*? in .+ms',
    '^(re)?loaded( all)? [0-9]{1,4} menus',
    '(a|b)|c',
  ])('%s is safe', (pattern) => {
    expect(isSafePattern(pattern)).toBe(true);
  });

  test.each([
    '(a+)+',
    '(a|b)*',
    '(?=x)',
    '(a)\\1',
    '(',
    'x'.repeat(300),
    '((a*)b)*',
    'a*a*a*b',
    `${'a?'.repeat(30)}b`,
    `${'(?:a|a)'.repeat(30)}b`,
    `${'a{0,99}'.repeat(4)}b`,
    'a{9999}',
    '(?:a{9,}){2}',
  ])('%s is not', (pattern) => {
    expect(isSafePattern(pattern)).toBe(false);
  });
});
