import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReadResult } from '../../../../src/core/formats/config-format.ts';
import { createSiblingReader } from '../../../../src/core/formats/sibling-reader.ts';
import { yamlFormat } from '../../../../src/core/formats/yaml.ts';

function shown(result: ReadResult): unknown {
  if (result.kind === 'unreadable') return result;
  const entries = [...result.document.entries()];
  return entries.map(({ id, path, value, line, column, span }) => ({
    id,
    path,
    value,
    line,
    column,
    span,
    same: result.document.get(id)?.value === value || Number.isNaN(value),
    above: result.document.hasSection(path.slice(0, -1).join('.')),
  }));
}

const VALUES = [
  '12',
  'true',
  'word',
  '1.5',
  '~',
  'null',
  "'q'",
  '"q"',
  "''",
  '"a b"',
  '"\\n"',
  "'it''s'",
  '._',
  '-',
  '--',
  '---',
  '-1',
  '.5',
  '2001-12-14',
  '08',
  '0x',
  'a b',
  '|',
  '>',
  '&a',
  '&a x',
  '*a',
  '[',
  '[]',
  '{}',
  '"a',
  "'a",
  '- x',
  'a: b',
  '#c',
  ' #c',
  '\tx',
  'x\t',
  '!x',
  '!!str 1',
  '',
  '\n',
  '\n  more',
  'x\n  more',
  'x\n- y',
  '§a',
  '"§a"',
  '😀',
  '"😀"',
  '\u0007',
  '"\u2028"',
  '"\ufeff"',
  '\udc80',
  'x #c',
  'x#c',
  '"x"#c',
  '"x" y',
  'yes',
  '<<',
  '=',
  '@',
  '%',
  'x:',
  '?',
  ',',
];
const TEMPLATES = [
  'a: @\nb: @ # c\nc:\n  d: @\n  e: @\nf: @',
  'a:\n  b: @\n    # deep\n  c:   @  \n\nd: @\r\ne: @\n',
  'a.b: @\na: @\nc: @\n',
  'k: &x @\nl: *x\nm: @\n',
  'l:\n- @\n- k: @\nm: @\n',
  'f: {a: @, b: @}\ng: @\n',
  'a: @\n  more\nb: @\n',
  '"q": @\n? e\n: @\nz: @\n',
  'a: |\n  @\nb: @\n',
  'a: @\n\n  # c\n- x\n',
  '==: @\nb: @\n',
  'a: {==: @, b: @}\nc: @\n',
  '5: @\n"5": @\nc: @\n',
  '--- \na: @\n...\n',
  '# @\na: @\n',
];

describe('the reader of siblings', () => {
  test('gives the same as the format for whatever stands in the place of a value', () => {
    const texts = fc.tuple(
      fc.constantFrom(...TEMPLATES),
      fc.array(fc.array(fc.constantFrom(...VALUES), { minLength: 5, maxLength: 5 }), {
        minLength: 2,
        maxLength: 8,
      }),
    );
    fc.assert(
      fc.property(texts, ([template, fillings]) => {
        const reader = createSiblingReader(yamlFormat);
        for (const filling of fillings) {
          let next = 0;
          const text = template.replaceAll('@', () => filling[next++ % 5] ?? '');
          expect(shown(reader.read(text))).toEqual(shown(yamlFormat.read(text)));
        }
      }),
      { numRuns: 4000 },
    );
  });

  test('gives the same for each hostile value once it has learned where values differ', () => {
    for (const template of TEMPLATES)
      for (const value of VALUES) {
        const reader = createSiblingReader(yamlFormat);
        for (const text of ['12', 'other', '"q"', '"other one"', "'q'", "'r s'", value, '7'].map((each) =>
          template.replaceAll('@', each),
        ))
          expect(shown(reader.read(text))).toEqual(shown(yamlFormat.read(text)));
      }
  });

  test('gives the same for random changes of characters', () => {
    const base =
      'name: "x"\nport: 25565\nlist:\n  - a\nsection:\n  on: true\n  text: \'y\' # c\nlast: word\n';
    const change = fc.record({
      at: fc.nat(base.length),
      cut: fc.nat(3),
      put: fc.constantFrom(
        '',
        ' ',
        '\n',
        ':',
        '"',
        "'",
        '#',
        '-',
        '\t',
        '&',
        '|',
        'x',
        '1',
        '\r',
        '  ',
        '\0',
      ),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
        const reader = createSiblingReader(yamlFormat);
        const learned = [
          base,
          base.replace('25565', '1').replace('"x"', '"yy"'),
          base.replace('word', 'other').replace("'y'", "'z'"),
        ];
        for (const text of [
          ...learned,
          ...changes.map(({ at, cut, put }) => base.slice(0, at) + put + base.slice(at + cut)),
        ])
          expect(shown(reader.read(text))).toEqual(shown(yamlFormat.read(text)));
      }),
      { numRuns: 1500 },
    );
  });

  test('asks other formats themselves', () => {
    const result: ReadResult = { kind: 'unreadable', error: { message: 'no', line: 1, column: 1 } };
    const reader = createSiblingReader({
      name: 'text',
      read: () => result,
      edit: () => ({ kind: 'refused', refusals: [] }),
    });
    expect(reader.read('x')).toBe(result);
  });
});
