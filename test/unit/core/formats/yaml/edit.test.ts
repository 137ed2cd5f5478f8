import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KeyEdit } from '../../../../../src/core/formats/config-format.ts';
import { yamlFormat } from '../../../../../src/core/formats/yaml.ts';
import { type ConfigValue, equalValues } from '../../../../../src/core/model/config-value.ts';

const set = (path: string, value: ConfigValue): KeyEdit => ({ kind: 'set', path: path.split('/'), value });
const remove = (path: string): KeyEdit => ({ kind: 'remove', path: path.split('/') });

function outcome(text: string, edits: readonly KeyEdit[]): string {
  const result = yamlFormat.edit(text, edits);
  return result.kind === 'edited'
    ? result.text
    : `refused: ${result.refusals.map((each) => each.code).join()}`;
}

const ITEM = new Map<string, ConfigValue>([
  ['k', 1n],
  ['l', ['m']],
]);

const CASES: readonly (readonly [string, string, readonly KeyEdit[], string])[] = [
  [
    'a plain value with its comment and spacing',
    'a:   1   # c\nb: 2\n',
    [set('a', 25n)],
    'a:   25   # c\nb: 2\n',
  ],
  ['single quotes', "a: 'x'\n", [set('a', "it's")], "a: 'it''s'\n"],
  ['double quotes', 'a: "x"\n', [set('a', 'y "z"')], 'a: "y \\"z\\""\n'],
  ['a value that needs quotes now', 'a: x\n', [set('a', 'yes')], "a: 'yes'\n"],
  ['a quoted value that is no text now', 'a: "x"#c\n', [set('a', true)], 'a: true #c\n'],
  [
    'Windows line ends',
    'a: 1\r\nb:\r\n  c: 2\r\n',
    [set('a', 3n), set('b/d', 'x')],
    'a: 3\r\nb:\r\n  c: 2\r\n  d: x\r\n',
  ],
  ['a text without a last line break', 'a: 1', [set('b', 2n)], 'a: 1\nb: 2'],
  ['a multi-line value', 'a: b\n  c\nd: 1\n', [set('a', 'x')], 'a: x\nd: 1\n'],
  ['a block text', 'a: |\n  one\n  two\n\n# c\nb: 1\n', [set('a', 'x\ny')], 'a: "x\\ny"\n\n# c\nb: 1\n'],
  [
    'a scalar to a list',
    'a: x # c\nb: 1\n',
    [set('a', ['p', ITEM])],
    'a: # c\n  - p\n  - k: 1\n    l:\n      - m\nb: 1\n',
  ],
  ['a list to a scalar', 'a:  # c\n  - x\n  - y\nb: 1\n', [set('a', 5n)], 'a: 5  # c\nb: 1\n'],
  ['a list to an empty one', 'a:\n- x\n# b\nb: 1\n', [set('a', [])], 'a: []\n# b\nb: 1\n'],
  [
    'list items between equal ones',
    'a:\n  - x # 1\n  # 2\n  - y\n  - z # 3\n',
    [set('a', ['x', 'q', 'r', 'z'])],
    'a:\n  - x # 1\n  # 2\n  - q\n  - r\n  - z # 3\n',
  ],
  ['a list item at the end', 'a:\n- x', [set('a', ['x', 'y'])], 'a:\n- x\n- y'],
  ['a list item away', 'a:\n- x\n- y\n- z\n', [set('a', ['x', 'z'])], 'a:\n- x\n- z\n'],
  ['a flow list', 'a: [1, 2] # c\n', [set('a', [1n, 'p, q'])], "a: [1, 'p, q'] # c\n"],
  ['an own list style', 'a:\n- x\nb: y\n', [set('b', ['z'])], 'a:\n- x\nb:\n- z\n'],
  ['an own indentation', 'a:\n    b: 1\n', [set('c/d', 1n)], 'a:\n    b: 1\nc:\n    d: 1\n'],
  [
    'a key after its last sibling',
    'a:\n  b: 1\n\n# next\nc: 2\n',
    [set('a/d', 'x')],
    'a:\n  b: 1\n  d: x\n\n# next\nc: 2\n',
  ],
  [
    'missing sections',
    'a:\n  b: 1\n',
    [set('a/c/d', 1n), set('a/c/e', 2n)],
    'a:\n  b: 1\n  c:\n    d: 1\n    e: 2\n',
  ],
  ['a key in a flow map', 'a: {x: 1}\n', [set('a/y', 'p: q')], "a: {x: 1, y: 'p: q'}\n"],
  ['a key in an empty map', 'a: {} # c\nb: 1\n', [set('a/x', 1n)], 'a: # c\n  x: 1\nb: 1\n'],
  ['a key where the section is null', 'a:\nb: 1\n', [set('a/x', 1n)], 'a:\n  x: 1\nb: 1\n'],
  ['a key in an empty file', '', [set('a/b', 1n)], 'a:\n  b: 1\n'],
  ['a key below comments', '# top', [set('a', 1n)], '# top\na: 1'],
  ['a key that needs quotes', 'a: 1\n', [set('yes', 1n), set('a: b', 2n)], "a: 1\n'yes': 1\n'a: b': 2\n"],
  ['a literal dotted key', 'a.b: 1\n', [set('a/b', 2n), set('a/c', 3n)], 'a.b: 2\na.c: 3\n'],
  ['the duplicate that wins', 'a: 1\na: 2\n', [set('a', 3n)], 'a: 1\na: 3\n'],
  ['all duplicates away', 'a: 1\nb: 2\na: 3\n', [remove('a')], 'b: 2\n'],
  ['a key away, comments kept', '# a\na: 1 # own\n# b\nb: 2\n', [remove('a')], '# a\n# b\nb: 2\n'],
  ['a nested block away', 'a:\n  b:\n    - x\n  c: 1\n', [remove('a/b')], 'a:\n  c: 1\n'],
  ['the last key of a section away', 'a: # c\n  b: 1\nd: 1\n', [remove('a/b')], 'a: {} # c\nd: 1\n'],
  [
    'all keys of a section away',
    'a:\n  b: 1\n  c: 2\nd: 1\n',
    [remove('a/b'), remove('a/c')],
    'a: {}\nd: 1\n',
  ],
  [
    'the only key of a section for another',
    'a:\n  b: 1\nd: 1\n',
    [remove('a/b'), set('a/c', 2n)],
    'a:\n  c: 2\nd: 1\n',
  ],
  ['a section away', 'a:\n  b: 1\nd: 1\n', [remove('a')], 'd: 1\n'],
  ['a key of a flow map away', 'a: {b: 1, c: 2}\n', [remove('a/c')], 'a: {b: 1}\n'],
  ['an absent key away', 'a: 1\n', [remove('b/c')], 'a: 1\n'],
  [
    'an object',
    'a: 1\n',
    [
      set(
        'o',
        new Map<string, ConfigValue>([
          ['==', 'T'],
          ['x', 1n],
        ]),
      ),
    ],
    "a: 1\no:\n  '==': T\n  x: 1\n",
  ],
  ['an empty map on an empty section', 'a: {}\n', [set('a', new Map())], 'a: {}\n'],
];

const REFUSALS: readonly (readonly [string, string, readonly KeyEdit[], string])[] = [
  ['an anchored value', 'a: &x 1\nb: *x\n', [set('a', 2n)], 'unsupported'],
  ['an alias', 'a: &x 1\nb: *x\n', [set('b', 2n)], 'unsupported'],
  ['merged keys', 'a: &x {k: 1}\nb:\n  <<: *x\n', [set('b/k', 2n)], 'unsupported'],
  ['keys below an anchor', 'a: &x {k: 1}\nb: *x\n', [set('a/n', 2n)], 'unsupported'],
  ['a map with keys', 'a: 1\n', [set('b', new Map([['c', 1n]]))], 'unsupported'],
  ['a parent that is a value', 'a: 1\n', [set('a/b', 2n)], 'shape'],
  ['a section where a value is wanted', 'a:\n  b: 1\n', [set('a', 2n)], 'shape'],
  ['an empty map where a section is', 'a:\n  b: 1\n', [set('a', new Map())], 'shape'],
  ['a file that is a list', '- a\n', [set('a', 2n)], 'shape'],
  ['a text that is no YAML', 'a: [\n', [set('a', 2n)], 'unreadable'],
  ['a key with an empty part', 'a: 1\n', [set('a..b', 2n)], 'unsupported'],
];

describe('editing', () => {
  test.each(CASES)('changes %s', (_, text, edits, expected) => {
    expect(outcome(text, edits)).toBe(expected);
  });

  test.each(REFUSALS)('refuses %s', (_, text, edits, code) => {
    expect(outcome(text, edits)).toBe(`refused: ${code}`);
  });

  test('without edits gives the same text, even one that is no YAML', () => {
    expect(outcome('a: [ \r', [])).toBe('a: [ \r');
  });

  test.each([
    '12:30',
    '0755',
    '1_000',
    '#x',
    '&c',
    '*d',
    '%x',
    '@x',
    '`x',
    ' a',
    'a ',
    '',
    'a\nb',
    '\u0007',
    '\ud800',
    'null',
    '~',
    '2001-01-01',
    'a: b',
    'a #b',
    '- x',
    '-x',
    '? x',
    '<<',
    '=',
    '\u2028',
    '\u0085',
    '\ufeff',
    '😀',
    '{a}',
    '[',
    'x:',
    '---',
    '...',
    '\t',
    'C:\\x',
    '"',
    "'",
  ])('writes %j so that it reads the same in every place', (value) => {
    for (const text of ['a: 1\n', "a: '1'\n", 'a: "1"\n', 'a: {b: 1}\n', 'a: [1]\n', 'a:\n- 1\n']) {
      const isMap = text.includes('{');
      const isList = /[[-]/.test(text);
      const wanted: ConfigValue = isList ? [value] : value;
      const result = yamlFormat.edit(text, [set(isMap ? 'a/b' : 'a', wanted)]);
      expect(result.kind).toBe('edited');
      const read = yamlFormat.read(result.kind === 'edited' ? result.text : '');
      expect(read.kind === 'read' && read.document.get(isMap ? 'a.b' : 'a')?.value).toEqual(wanted);
    }
  });

  test('of a hundred keys at once gives them all', () => {
    const edits = Array.from({ length: 100 }, (_, index) => set(`s${index % 3}/k${index}`, BigInt(index)));
    const text = outcome('s0:\n  x: 1\n', edits);
    const read = yamlFormat.read(text);
    expect(read.kind === 'read' && [...read.document.entries()].length).toBe(101);
    expect(
      outcome(
        text,
        edits.map((edit) => remove(edit.path.join('/'))),
      ),
    ).toBe('s0:\n  x: 1\ns1: {}\ns2: {}\n');
  });

  test('changes what was asked and nothing else, whatever the values are', () => {
    const scalar: fc.Arbitrary<ConfigValue> = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.bigInt(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
    );
    const value: fc.Arbitrary<ConfigValue> = fc.oneof(
      scalar,
      fc.array(scalar, { maxLength: 4 }),
      fc.array(fc.array(scalar, { maxLength: 2 }), { maxLength: 3 }),
    );
    const base = 'a: 1 # c\nb:\n  c: "x"\n  d:\n  - p\n  - q\n\n# e\ne: {f: 1}\ng: |\n  t\nh:\n';
    const key = fc.constantFrom('a', 'b/c', 'b/d', 'e/f', 'g', 'h', 'new', 'b/new', 'e/new', 'x/y/z');
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(key, value), { minLength: 1, maxLength: 4, selector: ([name]) => name }),
        (pairs) => {
          const text = outcome(
            base,
            pairs.map(([name, wanted]) => set(name, wanted)),
          );
          const read = yamlFormat.read(text);
          if (read.kind !== 'read') throw new Error(text);
          for (const [name, wanted] of pairs)
            expect(equalValues(read.document.get(name.replaceAll('/', '.'))?.value ?? null, wanted)).toBe(
              true,
            );
          if (!pairs.some(([name]) => name === 'a')) expect(text).toContain('a: 1 # c\n');
          expect(text).toContain('\n# e\n');
        },
      ),
    );
  });
});
