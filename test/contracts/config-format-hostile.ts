import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ConfigFormat, KeyEdit } from '../../src/core/formats/config-format.ts';
import { valueAt } from './config-format-text.ts';

/** Whatever the text, reading and editing end soon and throw nothing. */
export function describeHostileText(format: ConfigFormat): void {
  const texts: readonly (readonly [string, string])[] = [
    ...['[', '{', '{a:', '{"a":', 'a.', 'a {', '- ', '(', '[[', '$' + '{', '"""', 'a=['].map(
      (piece) => [`200,000 times ${piece}`, piece.repeat(200_000)] as const,
    ),
    ['a key with 100,000 segments', `${'a.'.repeat(100_000)}a = 1\n`],
    ['a list in lists', `a = ${'['.repeat(5000)}${']'.repeat(5000)}\n`],
    ['a line of a megabyte', `a = "${'x'.repeat(1_000_000)}"\n`],
    ['a megabyte of digits', `a = ${'9'.repeat(1_000_000)}\n`],
    ['a megabyte of backslashes', `a = ${'\\'.repeat(1_000_001)}`],
    ['a megabyte of quotes', `a = ${'"'.repeat(1_000_000)}`],
    ['a megabyte of blanks', ' '.repeat(1_000_000)],
    ['a megabyte of slashes', `a = ${'/ '.repeat(500_000)}`],
    ['a megabyte of line breaks', '\n'.repeat(1_000_000)],
    ['a megabyte of lone carriage returns', 'a\r'.repeat(500_000)],
    ['null characters', 'a = \0\n\0b = 1\n'],
    ['names of object internals', '__proto__ = 1\nconstructor = 2\n'],
  ];
  for (const [name, text] of texts) {
    it(`neither throws nor hangs on ${name}`, { timeout: 10_000 }, () => {
      expect(['read', 'unreadable']).toContain(format.read(text).kind);
      const edits: readonly KeyEdit[] = [{ kind: 'set', path: ['a', 'b'], value: 'x' }];
      expect(['edited', 'refused']).toContain(format.edit(text, edits).kind);
    });
  }

  it('neither throws nor hangs on random text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...HOSTILE_PIECES), { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        expect(['read', 'unreadable']).toContain(format.read(text).kind);
        const result = format.edit(text, [{ kind: 'set', path: ['a', 'b'], value: 'x' }]);
        if (result.kind === 'edited') expect(valueAt(format, result.text, ['a', 'b'])).toBe('x');
      }),
      { numRuns: 500 },
    );
  });
}

const HOSTILE_PIECES = [
  'a',
  'b',
  '=',
  ':',
  '.',
  ' ',
  '\n',
  '\r\n',
  '\r',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '"""',
  '#',
  '//',
  '/*',
  ',',
  '\\',
  '\\u00',
  '1',
  '1.5',
  'true',
  '-',
  '- ',
  '  ',
  '|',
  '>',
  '&x',
  '*x',
  '$' + '{a}',
  '\0',
  '\ud800',
  '\udc80',
  'a = 1\n',
  'a: 1\n',
  '[a]\n',
  '"a": {"b": 1}',
];
