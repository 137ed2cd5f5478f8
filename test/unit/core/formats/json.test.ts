import { describe, expect, it } from 'vitest';
import type { KeyEdit } from '../../../../src/core/formats/config-format.ts';
import { jsonFormat } from '../../../../src/core/formats/json.ts';
import type { ConfigValue } from '../../../../src/core/model/config-value.ts';

function read(text: string): ReadonlyMap<string, ConfigValue> {
  const result = jsonFormat.read(text);
  if (result.kind === 'unreadable') throw new Error(result.error.message);
  return new Map([...result.document.entries()].map((entry) => [entry.id, entry.value]));
}

function edit(text: string, ...edits: readonly KeyEdit[]): string {
  const result = jsonFormat.edit(text, edits);
  if (result.kind === 'refused') throw new Error(result.refusals[0]?.message);
  return result.text;
}

const set = (path: readonly string[], value: ConfigValue): KeyEdit => ({ kind: 'set', path, value });

describe('reading JSON', () => {
  it('reads comments, trailing commas, single quotes, bare keys and JSON5 numbers', () => {
    const text = `{ // c\n a: 'x', "b": [1, 2.5, .5, +3, 0x1F,], /* d */ c: { $d: null, }, }`;
    expect(read(text)).toEqual(
      new Map<string, ConfigValue>([
        ['a', 'x'],
        ['b', [1n, 2.5, 0.5, 3n, 31n]],
        ['c.$d', null],
      ]),
    );
  });

  it('keeps every digit of whole numbers, and lets the last of equal keys win', () => {
    expect(read('{"a": 12345678901234567890, "b": {"c": 1}, "b": {"d": 2}}')).toEqual(
      new Map<string, ConfigValue>([
        ['a', 12345678901234567890n],
        ['b.d', 2n],
      ]),
    );
  });

  it('reads a root that is no object as the value of the whole file', () => {
    expect(read('[1, {"a": true}]')).toEqual(new Map([['', [1n, new Map([['a', true]])]]]));
  });

  it('reads an empty file as {}', () => {
    expect(read('')).toEqual(new Map());
    expect(read(' // nothing\n')).toEqual(new Map());
  });

  it('takes names of object internals for plain keys', () => {
    expect(read('{"__proto__": {"polluted": true}}')).toEqual(new Map([['__proto__.polluted', true]]));
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('refuses what is neither JSON nor JSON5, with the place', () => {
    const refused: readonly (readonly [string, number, number])[] = [
      ['{"a": 1 "b": 2}', 1, 9],
      ['{"a": 01}', 1, 7],
      ['{"a": "x\ny"}', 1, 9],
      ['{"a": 1}\n}', 2, 1],
      ['{"a": tru}', 1, 7],
      ['{"a"', 1, 5],
      ['/* open', 1, 1],
    ];
    for (const [text, line, column] of refused) {
      expect(jsonFormat.read(text), text).toMatchObject({ kind: 'unreadable', error: { line, column } });
    }
  });
});

describe('editing JSON', () => {
  it('keeps the layout of a file on one line', () => {
    expect(edit('{"a":1,"b":{}}', set(['b', 'c'], 'x'), set(['d'], [1n]))).toBe(
      '{"a":1,"b":{"c":"x"}, "d":[1]}',
    );
  });

  it('puts the comma of a new last member before the comment of its neighbour', () => {
    expect(edit('{\n\t"a": 1 // one\n}\n', set(['b'], true))).toBe('{\n\t"a": 1, // one\n\t"b": true\n}\n');
  });

  it('takes the comma along when the last member goes', () => {
    expect(edit('{\n  "a": 1, // one\n  "b": 2\n}\n', { kind: 'remove', path: ['b'] })).toBe(
      '{\n  "a": 1 // one\n}\n',
    );
    expect(edit('{ "a": 1, "b": 2 }', { kind: 'remove', path: ['a'] })).toBe('{ "b": 2 }');
    expect(edit('{ "a": 1, "b": 2 }', { kind: 'remove', path: ['b'] })).toBe('{ "a": 1 }');
  });

  it('writes missing sections with the indentation of the file', () => {
    expect(edit('{\n    "a": {}\n}', set(['a', 'b', 'c'], 1n), set(['a', 'b', 'd'], 2n))).toBe(
      '{\n    "a": {\n        "b": {\n            "c": 1,\n            "d": 2\n        }\n    }\n}',
    );
  });

  it('keeps single quotes and bare keys', () => {
    expect(edit("{ a: 'x' }", set(['a'], "it's"), set(['b'], 1n))).toBe("{ a: 'it\\'s', b: 1 }");
  });

  it('replaces a root that is a list', () => {
    expect(edit('[1, 2]\n', set([], [1n, 3n]))).toBe('[1, 3]\n');
  });

  it('refuses numbers and times that JSON lacks', () => {
    for (const value of [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      { kind: 'timestamp', text: '2024-01-01' } as const,
    ]) {
      expect(jsonFormat.edit('{"a": 1}', [set(['a'], value)])).toMatchObject({
        refusals: [{ code: 'unsupported' }],
      });
    }
  });

  it('keeps bytes that are no UTF-8 in other lines', () => {
    expect(edit('{"a": "\udce9", "b": 1}', set(['b'], 2n))).toBe('{"a": "\udce9", "b": 2}');
    expect(read('{"a": "\udce9"}')).toEqual(new Map([['a', '\ufffd']]));
  });
});
