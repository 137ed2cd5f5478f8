import { describe, expect, it } from 'vitest';
import type { KeyEdit } from '../../../../src/core/formats/config-format.ts';
import { tomlFormat } from '../../../../src/core/formats/toml.ts';
import type { ConfigValue } from '../../../../src/core/model/config-value.ts';

function read(text: string): ReadonlyMap<string, ConfigValue> {
  const result = tomlFormat.read(text);
  if (result.kind === 'unreadable') throw new Error(result.error.message);
  return new Map([...result.document.entries()].map((entry) => [entry.id, entry.value]));
}

function edit(text: string, ...edits: readonly KeyEdit[]): string {
  const result = tomlFormat.edit(text, edits);
  if (result.kind === 'refused') throw new Error(result.refusals[0]?.message);
  return result.text;
}

const set = (path: readonly string[], value: ConfigValue): KeyEdit => ({ kind: 'set', path, value });

const VELOCITY = `# Config version. Do not change this
config-version = "2.7"
bind = "0.0.0.0:25565"

[servers]
# Each server by name
lobby = "127.0.0.1:30066"
try = [
  # first
  "lobby"
]

[forced-hosts]
"lobby.example.com" = [
  "lobby"
]
`;

describe('reading TOML', () => {
  it('keeps types: whole numbers of any size, floats, truth values, dates and times', () => {
    const text =
      'a = 9007199254740993\nb = 1.0\nc = true\nd = 1979-05-27 07:32:00.5Z\ne = 07:32:00\nf = 0x1F\n';
    expect(read(text)).toEqual(
      new Map<string, ConfigValue>([
        ['a', 9007199254740993n],
        ['b', 1],
        ['c', true],
        ['d', { kind: 'timestamp', text: '1979-05-27T07:32:00.500000+00:00' }],
        ['e', { kind: 'timestamp', text: '07:32:00' }],
        ['f', 31n],
      ]),
    );
  });

  it('keeps a quoted key with dots as one segment', () => {
    const result = tomlFormat.read(VELOCITY);
    if (result.kind === 'unreadable') throw new Error(result.error.message);
    const entry = result.document.get('forced-hosts.lobby.example.com');
    expect(entry?.path).toEqual(['forced-hosts', 'lobby.example.com']);
    expect(entry?.value).toEqual(['lobby']);
    expect(entry).toMatchObject({ line: 14, column: 1, span: undefined });
    expect(result.document.hasSection('forced-hosts')).toBe(true);
  });

  it('reads an array of tables as one list, and inline tables as sections', () => {
    expect(read('[[a]]\nx = 1\n[[a]]\nx = 2\n[b]\nc = { d = 1, e.f = 2 }\n')).toEqual(
      new Map<string, ConfigValue>([
        ['a', [new Map([['x', 1n]]), new Map([['x', 2n]])]],
        ['b.c.d', 1n],
        ['b.c.e.f', 2n],
      ]),
    );
  });

  it('refuses what TOML 1.0 refuses, with the place', () => {
    const refused: readonly (readonly [string, number, number])[] = [
      ['a = 1\na = 2\n', 2, 1],
      ['a = 1\n[a]\n', 2, 1],
      ['a = {\nb = 1 }\n', 1, 6],
      ['a = {b = 1,}\n', 1, 12],
      ['a = "\\e"\n', 1, 6],
      ['a = 07\n', 1, 6],
      ['a = 2023-02-30\n', 1, 9],
      ['a = \n', 1, 5],
      ['a = "x\n', 1, 7],
      ['[a\n', 1, 3],
    ];
    for (const [text, line, column] of refused) {
      expect(tomlFormat.read(text), text).toMatchObject({ kind: 'unreadable', error: { line, column } });
    }
  });

  it('never quotes a value in an error', () => {
    const result = tomlFormat.read('password = hunter2\n');
    expect(result).toMatchObject({ kind: 'unreadable' });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});

describe('editing TOML', () => {
  it('changes one item of a list and leaves the comments in it', () => {
    expect(edit(VELOCITY, set(['servers', 'try'], ['hub']))).toBe(
      VELOCITY.replace('# first\n  "lobby"', '# first\n  "hub"'),
    );
  });

  it('writes a longer list in the form of the old one', () => {
    expect(edit(VELOCITY, set(['forced-hosts', 'lobby.example.com'], ['a', 'b']))).toBe(
      VELOCITY.replace('[\n  "lobby"\n]\n', '[\n  "a",\n  "b"\n]\n').replace(
        '"a",\n  "b"\n]\n',
        '"a",\n  "b"\n]\n',
      ),
    );
  });

  it('adds a key to its table, quoted where it holds a dot', () => {
    const key = ['forced-hosts', 'hub.example.com'];
    expect(edit(VELOCITY, set(key, ['hub']))).toBe(`${VELOCITY}"hub.example.com" = ["hub"]\n`);
    expect(edit(VELOCITY, set(['servers', 'hub'], 'x'))).toBe(
      VELOCITY.replace('\n\n[forced-hosts]', '\nhub = "x"\n\n[forced-hosts]'),
    );
  });

  it('adds root keys above the first table, and missing tables at the end', () => {
    expect(edit('# about a\n[a]\nx = 1\n', set(['y'], 2n))).toBe('y = 2\n# about a\n[a]\nx = 1\n');
    expect(edit('[a]\nx = 1', set(['b', 'c', 'y'], 2n), set(['b', 'c', 'z'], 3n))).toBe(
      '[a]\nx = 1\n\n[b.c]\ny = 2\nz = 3',
    );
  });

  it('follows dotted keys and inline tables', () => {
    expect(edit('a.b = 1\n[t]\n', set(['a', 'c'], 2n))).toBe('a.b = 1\na.c = 2\n[t]\n');
    expect(edit('a = { b = 1 }\n', set(['a', 'c'], 2n))).toBe('a = { b = 1, c = 2 }\n');
    expect(edit('a = { b = 1, c = 2 }\n', { kind: 'remove', path: ['a', 'b'] })).toBe('a = { c = 2 }\n');
  });

  it('keeps a literal string literal, and a float a float', () => {
    expect(edit("a = 'x'\n", set(['a'], 'C:\\y'))).toBe("a = 'C:\\y'\n");
    expect(edit("a = 'x'\n", set(['a'], "it's"))).toBe('a = "it\'s"\n');
    expect(edit('a = 1\n', set(['a'], 1))).toBe('a = 1.0\n');
  });

  it('refuses keys inside an array of tables, null, and numbers past 64 bits', () => {
    expect(tomlFormat.edit('[[a]]\nx = 1\n', [set(['a'], 'y')])).toMatchObject({ kind: 'refused' });
    expect(tomlFormat.edit('a = 1\n', [set(['a'], null)])).toMatchObject({
      refusals: [{ code: 'unsupported' }],
    });
    expect(tomlFormat.edit('a = 1\n', [set(['a'], 2n ** 63n)])).toMatchObject({
      refusals: [{ code: 'unsupported' }],
    });
  });

  it('fails when a.b is set where a is a scalar', () => {
    expect(tomlFormat.edit('a = 1\n', [set(['a', 'b'], 2n)])).toMatchObject({
      kind: 'refused',
      refusals: [{ code: 'shape', path: ['a', 'b'], line: 1 }],
    });
  });
});
