import { describe, expect, it } from 'vitest';
import type { KeyEdit } from '../../../../src/core/formats/config-format.ts';
import { hoconFormat } from '../../../../src/core/formats/hocon.ts';
import type { ConfigValue } from '../../../../src/core/model/config-value.ts';

function read(text: string): ReadonlyMap<string, ConfigValue> {
  const result = hoconFormat.read(text);
  if (result.kind === 'unreadable') throw new Error(result.error.message);
  return new Map([...result.document.entries()].map((entry) => [entry.id, entry.value]));
}

function edit(text: string, ...edits: readonly KeyEdit[]): string {
  const result = hoconFormat.edit(text, edits);
  if (result.kind === 'refused') throw new Error(result.refusals[0]?.message);
  return result.text;
}

const set = (path: readonly string[], value: ConfigValue): KeyEdit => ({ kind: 'set', path, value });
/** A reference, spelled apart from JavaScript's own template strings. */
const ref = (name: string): string => `$\{${name}}`;

describe('reading HOCON as Typesafe Config does', () => {
  it('joins unquoted text, and keeps lone numbers and truth values', () => {
    expect(
      read('a = hello  world # c\nb = 10s\nc : 10\nd = true\ne = 1.2.3\nf = 0777\ng = a/b // c\n'),
    ).toEqual(
      new Map<string, ConfigValue>([
        ['a', 'hello  world'],
        ['b', '10s'],
        ['c', 10n],
        ['d', true],
        ['e', '1.2.3'],
        ['f', 777n],
        ['g', 'a/b'],
      ]),
    );
  });

  it('takes a float with a whole value for a whole number, and a too large one for text', () => {
    expect(read('a = 1.0\nb = 1.5\nc = 99999999999999999999\n')).toEqual(
      new Map<string, ConfigValue>([
        ['a', 1n],
        ['b', 1.5],
        ['c', '99999999999999999999'],
      ]),
    );
  });

  it('merges sections, dotted keys and += in file order', () => {
    expect(read('a { b = 1 }\na.c = 2\na { b = 3 }\nl = [1]\nl += 2\n"x.y".z = 4\n')).toEqual(
      new Map<string, ConfigValue>([
        ['a.c', 2n],
        ['a.b', 3n],
        ['l', [1n, 2n]],
        ['x.y.z', 4n],
      ]),
    );
  });

  it('follows references within the file', () => {
    const text = `a = 1\nb = ${ref('a')}\nc = ${ref('?none')}\nd = x ${ref('a')}\ns { t = 1 }\nu = ${ref('s')} { v = 2 }\n`;
    expect(read(text)).toEqual(
      new Map<string, ConfigValue>([
        ['a', 1n],
        ['b', 1n],
        ['d', 'x 1'],
        ['s.t', 1n],
        ['u.t', 1n],
        ['u.v', 2n],
      ]),
    );
  });

  it('reads text in three quotes over several lines', () => {
    expect(read('a = """one\n"two""""\n')).toEqual(new Map([['a', 'one\n"two"']]));
  });

  it('refuses include, references that lead elsewhere and cycles, with the place', () => {
    expect(hoconFormat.read('a = 1\ninclude "b.conf"\n')).toMatchObject({
      kind: 'unreadable',
      error: { line: 2, column: 1 },
    });
    expect(hoconFormat.read(`a = 1\nb = ${ref('HOME')}\n`)).toMatchObject({
      kind: 'unreadable',
      error: { line: 2, column: 5 },
    });
    expect(hoconFormat.read(`a = ${ref('b')}\nb = ${ref('a')}\n`).kind).toBe('unreadable');
  });

  it('bounds references that multiply', () => {
    const lines = Array.from(
      { length: 60 },
      (_, index) => `a${index + 1} = [${ref(`a${index}`)}, ${ref(`a${index}`)}]`,
    );
    expect(hoconFormat.read(`a0 = [1]\n${lines.join('\n')}\n`).kind).toBe('unreadable');
  });
});

describe('editing HOCON', () => {
  it('keeps a word without quotes, and quotes what needs them', () => {
    expect(edit('a = word\nb = "q"\n', set(['a'], 'other'), set(['b'], 'r'))).toBe('a = other\nb = "r"\n');
    expect(edit('a = word\n', set(['a'], 'two: words'))).toBe('a = "two: words"\n');
  });

  it('adds keys to the innermost section, in its style', () => {
    expect(edit('a {\n    b=1\n}\n', set(['a', 'c'], 2n), set(['d', 'e'], true))).toBe(
      'a {\n    b=1\n    c=2\n}\nd.e=true\n',
    );
  });

  it('gives a section without keys its separator when it becomes a value', () => {
    expect(edit('a {}\nb = 1\n', set(['a'], 'x'))).toBe('a = "x"\nb = 1\n');
  });

  it('removes every definition that would show through', () => {
    expect(edit('a = 1\nb = 2\na = 3\n', { kind: 'remove', path: ['a'] })).toBe('b = 2\n');
  });

  it('refuses values that come from elsewhere, and edits that others depend on', () => {
    expect(hoconFormat.edit(`a = 1\nb = ${ref('a')}\n`, [set(['b'], 2n)])).toMatchObject({
      refusals: [{ code: 'unsupported', path: ['b'] }],
    });
    expect(hoconFormat.edit(`a = 1\nb = ${ref('a')}\n`, [set(['a'], 2n)])).toMatchObject({
      refusals: [{ code: 'unsupported' }],
    });
    expect(hoconFormat.edit('l = [1]\nl += 2\n', [set(['l'], [1n])])).toMatchObject({
      refusals: [{ code: 'unsupported' }],
    });
  });
});
