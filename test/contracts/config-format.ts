import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConfigFormat, KeyEdit } from '../../src/core/formats/config-format.ts';
import { decodeText, encodeText } from '../../src/core/formats/text-encoding.ts';
import { type ConfigValue, equalValues } from '../../src/core/model/config-value.ts';
import { type KeyPath, keyId } from '../../src/core/model/key-path.ts';
import { describeHostileText } from './config-format-hostile.ts';
import { documentOf, edited, valueAt } from './config-format-text.ts';

/** A file in one format and what its keys are for, so that one suite can exercise every format. */
export interface FormatSample {
  readonly format: ConfigFormat;
  /** With `\n` line ends, comments, and a line break at the end. Each edited key stands on one line. */
  readonly text: string;
  /** A text, and where the format has them a whole number, a truth value and a list of texts. */
  readonly string: KeyPath;
  readonly int: KeyPath | undefined;
  readonly boolean: KeyPath | undefined;
  readonly list: KeyPath | undefined;
  /** Not in the file yet: in a section that exists, and in one that does not. */
  readonly added: KeyPath;
  readonly addedDeep: KeyPath;
  /** True where `a.b` can't be set while `a` holds a value. */
  readonly hasSections: boolean;
  /** True where every value reads as text. */
  readonly onlyText: boolean;
  /** True where a new last member needs a comma behind its neighbour. */
  readonly commas: boolean;
}

/** The promises that `ConfigFormat` makes, for a format that can be edited. */
export function describeConfigFormat(sample: FormatSample): void {
  const { format } = sample;
  describe(`the ${format.name} format`, () => {
    describe('without edits', () => noEdit(sample));
    describe('setting', () => setting(sample));
    describe('adding and removing', () => addingAndRemoving(sample));
    describe('refusing', () => refusing(sample));
    describe('at random', () => atRandom(sample));
    describe('against hostile text', () => describeHostileText(format));
  });
}

function noEdit({ format, text, string }: FormatSample): void {
  it('gives back the same text', () => {
    expect(edited(format, text, [])).toBe(text);
  });

  it('gives back the same text when a key is set to the value that it has', () => {
    const value = valueAt(format, text, string);
    expect(edited(format, text, [{ kind: 'set', path: string, value: value ?? null }])).toBe(text);
  });

  it('gives back the same text when a key is removed that is not there', () => {
    expect(edited(format, text, [{ kind: 'remove', path: ['not-there'] }])).toBe(text);
  });

  it('keeps the order of the file in its entries', () => {
    const lines = [...documentOf(format, text).entries()].map((entry) => entry.line);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });

  it('places a span on the text of the value', () => {
    const entry = documentOf(format, text).get(keyId(string));
    expect(entry?.span).toBeDefined();
    expect(text.slice(entry?.span?.start, entry?.span?.end)).toContain(entry?.value);
  });
}

const TRICKY_TEXTS = [
  'new',
  '',
  ' ',
  ' lead and trail ',
  'a#b',
  '# no comment',
  'a: b',
  'a=b',
  '§cRed',
  "it's",
  '"x"',
  'C:\\dir\\new',
  'tab\there',
  'two\nlines',
  'yes',
  'null',
  '12:30',
  '0755',
  '1.20',
  '{{player}}',
  '%name%',
  '&eAngel',
  '$' + '{x}',
  '[a]',
  '{a}',
  'ÿĀ𝄞',
  '!',
  '- a',
  'true',
  '//x',
  '/*x*/',
  "'",
];

function setting(sample: FormatSample): void {
  const { format, text, string } = sample;
  for (const line of [true, false]) {
    it(`reads back every text that was set${line ? '' : ', without a line break at the end'}`, () => {
      const start = line ? text : text.replace(/\n$/, '');
      for (const value of TRICKY_TEXTS) {
        const result = edited(format, start, [{ kind: 'set', path: string, value }]);
        expect(valueAt(format, result, string)).toBe(value);
        expect(result.endsWith('\n')).toBe(line);
      }
    });
  }

  it('changes only the line of the key', () => {
    const result = edited(format, text, [{ kind: 'set', path: string, value: 'changed' }]);
    expect(differingLines(text, result)).toBe(1);
  });

  it('keeps carriage returns, and writes them into lines of its own', () => {
    const windows = text.replaceAll('\n', '\r\n');
    const result = edited(format, windows, [
      { kind: 'set', path: string, value: 'changed' },
      { kind: 'set', path: sample.added, value: 'added' },
    ]);
    expect(result.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(valueAt(format, result, string)).toBe('changed');
    expect(valueAt(format, result, sample.added)).toBe('added');
  });

  it('keeps a byte order mark', () => {
    const bytes = new TextEncoder().encode(`\ufeff${text}`);
    const decoded = decodeText(bytes, format.name);
    if (decoded.kind !== 'decoded') throw new Error(decoded.reason);
    expect(decoded.text).toBe(text);
    const result = edited(format, decoded.text, [{ kind: 'set', path: string, value: 'changed' }]);
    expect([...encodeText(result, decoded.encoding).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  const typed: readonly (readonly [KeyPath | undefined, ConfigValue])[] = [
    [sample.int, 123456789012345n],
    [sample.int, -1n],
    [sample.boolean, false],
    [sample.int, 2.5],
  ];
  it('reads back numbers and truth values with their type', () => {
    for (const [path, value] of typed) {
      if (path === undefined) continue;
      const result = edited(format, text, [{ kind: 'set', path, value }]);
      expect(valueAt(format, result, path)).toEqual(sample.onlyText ? `${value}` : value);
      expect(differingLines(text, result)).toBe(1);
    }
    expect(typed.length).toBeGreaterThan(0);
  });

  const { list } = sample;
  if (list === undefined) return;
  it('reads back lists: shorter, longer, empty, with one item changed', () => {
    for (const value of [['a'], ['one', 'b', 'c', 'd'], [], ['one', 'changed'], [1n, 'x', [true]]]) {
      const result = edited(format, text, [{ kind: 'set', path: list, value }]);
      expect(equalValues(valueAt(format, result, list) ?? null, value)).toBe(true);
      expect(commentsOf(result)).toEqual(commentsOf(text));
    }
  });
}

function addingAndRemoving(sample: FormatSample): void {
  const { format, text, string } = sample;
  it('removes a key and leaves every other line', () => {
    const result = edited(format, text, [{ kind: 'remove', path: string }]);
    expect(documentOf(format, result).get(keyId(string))).toBeUndefined();
    expect(withoutCommas(sample, removedLines(text, result))).toHaveLength(1);
    expect(withoutCommas(sample, removedLines(result, text))).toEqual([]);
    expect(commentsOf(result)).toEqual(commentsOf(text));
  });

  it('adds a key to a section and leaves every other line', () => {
    for (const start of [text, text.replace(/\n$/, '')]) {
      const result = edited(format, start, [{ kind: 'set', path: sample.added, value: 'new value' }]);
      expect(valueAt(format, result, sample.added)).toBe('new value');
      expect(withoutCommas(sample, removedLines(start, result))).toEqual([]);
      expect(result.endsWith('\n')).toBe(start.endsWith('\n'));
    }
  });

  it('adds sections that are missing', () => {
    const other = [...sample.addedDeep.slice(0, -1), 'other'];
    const result = edited(format, text, [
      { kind: 'set', path: sample.addedDeep, value: 'deep' },
      { kind: 'set', path: other, value: 'deeper' },
    ]);
    expect(valueAt(format, result, sample.addedDeep)).toBe('deep');
    expect(valueAt(format, result, other)).toBe('deeper');
    expect(withoutCommas(sample, removedLines(text, result))).toEqual([]);
  });

  it('makes a file out of nothing', () => {
    const result = edited(format, '', [
      { kind: 'set', path: sample.addedDeep, value: 'deep' },
      { kind: 'set', path: string, value: 'text' },
    ]);
    expect(valueAt(format, result, sample.addedDeep)).toBe('deep');
    expect(valueAt(format, result, string)).toBe('text');
    expect(result.endsWith('\n')).toBe(true);
  });

  it('reads an empty text as a file without keys', () => {
    expect([...documentOf(format, '').entries()]).toEqual([]);
  });

  it('takes an added key out again without a trace', () => {
    const added = edited(format, text, [{ kind: 'set', path: sample.added, value: 'new value' }]);
    expect(edited(format, added, [{ kind: 'remove', path: sample.added }])).toBe(text);
  });

  it('takes out every key one after the other, and all at once', () => {
    const paths = [...documentOf(format, text).entries()].map((entry) => entry.path);
    const edits = paths.map((path): KeyEdit => ({ kind: 'remove', path }));
    const left = (result: string): readonly string[] =>
      [...documentOf(format, result).entries()]
        .map((entry) => entry.id)
        .filter((id) => paths.some((path) => keyId(path) === id));
    expect(left(edited(format, text, edits))).toEqual([]);
    expect(left(edits.reduce((result, edit) => edited(format, result, [edit]), text))).toEqual([]);
  });
}

function refusing({ format, text, string, hasSections }: FormatSample): void {
  it('refuses a binary value', () => {
    const result = format.edit(text, [
      { kind: 'set', path: string, value: { kind: 'binary', base64: 'AAAA' } },
    ]);
    if (format.name === 'yaml') return expect(result.kind).toBe('edited');
    expect(result).toMatchObject({ kind: 'refused', refusals: [{ code: 'unsupported', path: string }] });
  });

  if (!hasSections) return;
  it('refuses a key below a key that holds a value', () => {
    const path = [...string, 'below'];
    const result = format.edit(text, [{ kind: 'set', path, value: 'x' }]);
    expect(result).toMatchObject({ kind: 'refused', refusals: [{ code: 'shape', path }] });
  });

  it('refuses a value where a section is', () => {
    const path = string.slice(0, -1);
    const result = format.edit(text, [{ kind: 'set', path, value: 'x' }]);
    expect(result).toMatchObject({ kind: 'refused', refusals: [{ code: 'shape', path }] });
  });
}

function atRandom(sample: FormatSample): void {
  const { format, text } = sample;
  it('changes exactly the keys that random edits name', () => {
    const keys = [...documentOf(format, text).entries()].map((entry) => entry.path);
    const path = fc.oneof(fc.constantFrom(...keys), fc.constantFrom(sample.added, sample.addedDeep));
    const scalar = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(...TRICKY_TEXTS));
    const value: fc.Arbitrary<ConfigValue> = sample.onlyText
      ? scalar
      : fc.oneof(scalar, fc.boolean(), fc.maxSafeInteger().map(BigInt), fc.array(scalar, { maxLength: 4 }));
    const edit: fc.Arbitrary<KeyEdit> = fc.oneof(
      fc.record({ kind: fc.constant('set' as const), path, value }),
      fc.record({ kind: fc.constant('remove' as const), path }),
    );
    const edits = fc.uniqueArray(edit, { maxLength: 5, selector: ({ path: of }) => keyId(of) });
    fc.assert(
      fc.property(edits, fc.boolean(), (random, windows) => {
        const start = windows ? text.replaceAll('\n', '\r\n') : text;
        expectOnlyEdits(format, start, random);
      }),
      { numRuns: 300 },
    );
  });
}

function expectOnlyEdits(format: ConfigFormat, text: string, edits: readonly KeyEdit[]): void {
  const after = documentOf(format, edited(format, text, edits));
  const byId = new Map(edits.map((edit) => [keyId(edit.path), edit]));
  for (const edit of edits) {
    const value = after.get(keyId(edit.path))?.value;
    if (edit.kind === 'remove') expect(value).toBeUndefined();
    else expect(value !== undefined && equalValues(value, edit.value)).toBe(true);
  }
  for (const entry of documentOf(format, text).entries()) {
    if (byId.has(entry.id) || after.hasSection(entry.id)) continue;
    expect(after.get(entry.id)?.value).toEqual(entry.value);
  }
}

function differingLines(before: string, after: string): number {
  const a = before.split('\n');
  const b = after.split('\n');
  expect(b).toHaveLength(a.length);
  return a.filter((line, index) => line !== b[index]).length;
}

/** Lines of `before` that are not in `after`, blank ones apart. */
function removedLines(before: string, after: string): readonly string[] {
  const left = after.split('\n');
  return before.split('\n').filter((line) => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0 && line !== '';
  });
}

/** A neighbour that only gains or loses its comma does not count. */
function withoutCommas(sample: FormatSample, lines: readonly string[]): readonly string[] {
  if (!sample.commas) return lines;
  const all = new Set(sample.text.split('\n'));
  return lines.filter(
    (line) =>
      !all.has(`${line},`) && !(all.has(line) && !line.endsWith(',')) && !all.has(line.replace(/,$/, '')),
  );
}

function commentsOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => /(?:#|\/\/) about .*$/.exec(line)?.[0] ?? []);
}
