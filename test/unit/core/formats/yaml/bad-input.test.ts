import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { yamlFormat } from '../../../../../src/core/formats/yaml.ts';

const bomb = `${Array.from(
  { length: 12 },
  (_, level) =>
    `a${level}: &a${level} [${Array(9)
      .fill(level === 0 ? 'x' : `*a${level - 1}`)
      .join(', ')}]`,
).join('\n')}\n`;
const chain = `${Array.from({ length: 400 }, (_, level) => `a${level}: &a${level} [${level === 0 ? 'x' : `*a${level - 1}`}]`).join('\n')}\n`;

describe('hostile texts', () => {
  test.each<[string, string, number]>([
    ['a list in itself', 'a: &a [*a]\n', 1],
    ['a map in itself', 'a: &a\n  b: *a\n', 2],
    ['two documents', 'a: 1\n---\nb: 2\n', 2],
    ['a tab after a colon', 'a:\tb\n', 1],
    ['a line of a tab', 'a: 1\n\t\nb: 2\n', 2],
    ['NUL', 'a: 1\nb: \0\n', 2],
    ['a key without colon', 'a: 1\nb\nc: 2\n', 3],
    ['a key beyond 1024 characters', `${'k'.repeat(1025)}: v\n`, 1],
    ['a wrong indentation', 'a:\n    b: 1\n  c: 2\n', 3],
    ['a truncated list', 'a: [1, 2', 1],
    ['an empty key', '"": 1\n', 1],
    ['a key that ends with a dot', 'a.: 1\n', 1],
    ['a merge of a text', 'a:\n  <<: x\n', 2],
  ])('are refused with their line: %s', (_, text, line) => {
    const read = yamlFormat.read(text);
    expect(read.kind).toBe('unreadable');
    if (read.kind === 'unreadable') expect(read.error.line).toBeGreaterThanOrEqual(line);
  });

  test('nest at most a hundred levels', () => {
    expect(yamlFormat.read(`${'['.repeat(100)}${']'.repeat(100)}`).kind).toBe('read');
    expect(yamlFormat.read(`${'['.repeat(102)}${']'.repeat(102)}`).kind).toBe('unreadable');
    expect(yamlFormat.read('['.repeat(100_000)).kind).toBe('unreadable');
    expect(yamlFormat.read('- '.repeat(100_000)).kind).toBe('unreadable');
    expect(yamlFormat.read(`${'{a: '.repeat(50_000)}`).kind).toBe('unreadable');
  });

  test('of aliases upon aliases are refused before they grow', () => {
    expect(yamlFormat.read(bomb).kind).toBe('unreadable');
    expect(yamlFormat.read(chain).kind).toBe('unreadable');
  });

  test('of long keys above many keys are refused before ids grow', () => {
    const many = Array.from({ length: 100 }, (_, index) => `  k${index}: 1\n`).join('');
    expect(yamlFormat.read(`? "${'x'.repeat(1_000_000)}"\n:\n${many}`).kind).toBe('unreadable');
  });

  test('use prototype names as plain keys', () => {
    const read = yamlFormat.read('__proto__: 1\nconstructor: {toString: 2}\n');
    if (read.kind !== 'read') throw new Error('unreadable');
    expect([...read.document.entries()].map((entry) => entry.id)).toEqual([
      '__proto__',
      'constructor.toString',
    ]);
  });

  test('never make the reader or the editor throw', () => {
    const piece = fc.constantFrom(
      'a: ',
      'b',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      "'",
      '#',
      '&x ',
      '*x',
      '!!str ',
      '|',
      '>',
      '? ',
      ': ',
      '\t',
      '\r',
      '---\n',
      '...\n',
      '<<: ',
      '\0',
      '\ud800',
      '\udc80',
      '\u2028',
      '😀',
      '%',
      '.',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        expect(['read', 'unreadable']).toContain(yamlFormat.read(text).kind);
        const edited = yamlFormat.edit(text, [{ kind: 'set', path: ['a', 'z'], value: 1n }]);
        expect(['edited', 'refused']).toContain(edited.kind);
      }),
      { numRuns: 3000 },
    );
  });
});
