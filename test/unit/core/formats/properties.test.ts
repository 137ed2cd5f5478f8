import { describe, expect, it } from 'vitest';
import type { KeyEdit } from '../../../../src/core/formats/config-format.ts';
import { propertiesFormat } from '../../../../src/core/formats/properties.ts';
import type { ConfigValue } from '../../../../src/core/model/config-value.ts';

function read(text: string): Record<string, ConfigValue> {
  const result = propertiesFormat.read(text);
  if (result.kind === 'unreadable') throw new Error(result.error.message);
  return Object.fromEntries([...result.document.entries()].map((entry) => [entry.id, entry.value]));
}

function edit(text: string, ...edits: readonly KeyEdit[]): string {
  const result = propertiesFormat.edit(text, edits);
  if (result.kind === 'refused') throw new Error(result.refusals[0]?.message);
  return result.text;
}

const set = (key: string, value: ConfigValue): KeyEdit => ({ kind: 'set', path: [key], value });

describe('reading properties as java.util.Properties does', () => {
  it('keeps server-ip=0.0.0.0, seed=0123 and ver=1.20 as their text', () => {
    expect(read('server-ip=0.0.0.0\nseed=0123\nver=1.20\nspawn-protection=-1\n')).toEqual({
      'server-ip': '0.0.0.0',
      seed: '0123',
      ver: '1.20',
      'spawn-protection': '-1',
    });
  });

  it('takes =, : and blanks for separators, each once', () => {
    expect(read('a=1\nb:2\nc 3\nd\t=\t4\ne : = 5\nf\ng==6\n')).toEqual({
      a: '1',
      b: '2',
      c: '3',
      d: '4',
      e: '= 5',
      f: '',
      g: '=6',
    });
  });

  it('reads \\u00A7 and \\: escapes, ! comments and keeps trailing blanks', () => {
    expect(read('! note\nmotd=\\u00A7cHi\\: there  \nlevel-type=minecraft\\:normal\n')).toEqual({
      motd: '§cHi: there  ',
      'level-type': 'minecraft:normal',
    });
  });

  it('eats single backslashes, and turns \\t into a tab', () => {
    expect(read('path=C:\\temp\\dir\n')).toEqual({ path: 'C:\tempdir' });
  });

  it('goes on after a backslash at the line end, without the blanks that follow', () => {
    expect(read('list=a,\\\n   b,\\\r\n\tc\nnext=1')).toEqual({ list: 'a,b,c', next: '1' });
  });

  it('takes a comment for one only at the start of a logical line', () => {
    expect(read('a=b\\\n# c\nkey=x # y\n')).toEqual({ a: 'b# c', key: 'x # y' });
  });

  it('lets the last of equal keys win', () => {
    expect(read('a=1\nb=2\na=3\n')).toEqual({ a: '3', b: '2' });
  });

  it('reads escapes in keys', () => {
    expect(read('a\\ b\\=c\\:d=1\n')).toEqual({ 'a b=c:d': '1' });
  });

  it('says where a malformed \\u escape stands', () => {
    expect(propertiesFormat.read('a=1\nb=x\\u12g4\n')).toMatchObject({
      kind: 'unreadable',
      error: { line: 2, column: 4 },
    });
  });

  it('reads an empty file as {}', () => {
    expect(read('')).toEqual({});
    expect(read('# nothing\n\n')).toEqual({});
  });

  it('says the place of each key', () => {
    const result = propertiesFormat.read('# c\n\n  motd = hi\r\nb=1');
    if (result.kind === 'unreadable') throw new Error(result.error.message);
    expect(result.document.get('motd')).toMatchObject({ line: 3, column: 3, span: { start: 14, end: 16 } });
    expect(result.document.get('b')).toMatchObject({ line: 4, column: 1 });
  });
});

describe('editing properties', () => {
  it('leaves online-mode=true in lower case', () => {
    expect(edit('online-mode=false\n', set('online-mode', true))).toBe('online-mode=true\n');
  });

  it('does not take report: 80 for port: 80', () => {
    expect(edit('report: 80\nport: 80\n', set('port', 81n))).toBe('report: 80\nport: 81\n');
  });

  it('writes numbers as their text', () => {
    expect(edit('a=1\n', set('a', 20n))).toBe('a=20\n');
    expect(edit('a=1\n', set('a', 2))).toBe('a=2.0\n');
  });

  it('addresses query.port as one flat key, however the path is cut', () => {
    const whole: KeyEdit = { kind: 'set', path: ['query', 'port'], value: '1' };
    expect(edit('query.port=25565\n', whole)).toBe('query.port=1\n');
    expect(edit('', whole)).toBe('query.port=1\n');
  });

  it('escapes only what would not read back', () => {
    expect(edit('a=1\n', set('a', ' C:\\x = # ! é\nb'))).toBe('a=\\ C:\\\\x = # ! é\\nb\n');
    expect(edit('', set('a b:c', '=x'))).toBe('a\\ b\\:c==x\n');
  });

  it('replaces all lines of a continued value', () => {
    expect(edit('a=1,\\\n  2\nb=3\n', set('a', 'x'))).toBe('a=x\nb=3\n');
  });

  it('changes the definition that counts, and removes all of them', () => {
    expect(edit('a=1\nb=2\na=3\n', set('a', 'x'))).toBe('a=1\nb=2\na=x\n');
    expect(edit('a=1\nb=2\na=3', { kind: 'remove', path: ['a'] })).toBe('b=2');
  });

  it('gives a key without a value its separator', () => {
    expect(edit('a\nb 1\n', set('a', 'x'), set('b', ':y'))).toBe('a=x\nb \\:y\n');
  });

  it('adds keys in the style of the file', () => {
    expect(edit('a = 1\r\nb = 2', set('c', 'x'), set('d', 'y'))).toBe('a = 1\r\nb = 2\r\nc = x\r\nd = y');
  });

  it('refuses lists, maps and null', () => {
    for (const value of [['a'], new Map(), null]) {
      expect(propertiesFormat.edit('a=1\n', [set('a', value)])).toMatchObject({
        kind: 'refused',
        refusals: [{ code: 'unsupported', path: ['a'] }],
      });
    }
  });

  it('refuses to edit a file that can not be read', () => {
    expect(propertiesFormat.edit('a=\\u1\n', [set('b', 'x')])).toMatchObject({
      kind: 'refused',
      refusals: [{ code: 'unreadable' }],
    });
  });
});
