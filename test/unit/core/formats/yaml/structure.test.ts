import { describe, expect, test } from 'vitest';
import { readTyped } from '../../../../../src/core/formats/yaml/read-tree.ts';
import { yamlFormat } from '../../../../../src/core/formats/yaml.ts';
import type { ConfigValue } from '../../../../../src/core/model/config-value.ts';

function keys(text: string): readonly (readonly [string, ConfigValue])[] {
  const read = yamlFormat.read(text);
  if (read.kind === 'unreadable')
    throw new Error(`${read.error.line}:${read.error.column} ${read.error.message}`);
  return [...read.document.entries()].map((entry) => [entry.id, entry.value]);
}

const EMPTY = new Map<string, ConfigValue>();

describe('the keys of a file', () => {
  test.each<[string, readonly (readonly [string, ConfigValue])[]]>([
    ['', []],
    ['# only a comment', []],
    [
      'a:\n  b: 1\n  c: {}\n',
      [
        ['a.b', 1n],
        ['a.c', EMPTY],
      ],
    ],
    [
      'a: ~\nb:\n',
      [
        ['a', null],
        ['b', null],
      ],
    ],
    [
      '5: a\nyes: b\n1.5: c\n~: d\n',
      [
        ['5', 'a'],
        ['true', 'b'],
        ['1.5', 'c'],
        ['null', 'd'],
      ],
    ],
    [
      '2001-12-14: x\n1e10: y\n',
      [
        ['Fri Dec 14 00:00:00 UTC 2001', 'x'],
        ['1.0E10', 'y'],
      ],
    ],
    ['5: a\n"5": b\n', [['5', 'b']]],
    [
      'yes: a\nno: b\non: c\n',
      [
        ['false', 'b'],
        ['true', 'c'],
      ],
    ],
    ['a:\n  x: 1\na:\n  y: 2\n', [['a.y', 2n]]],
    [
      'a: {c: 2}\na.b: 1\n',
      [
        ['a.c', 2n],
        ['a.b', 1n],
      ],
    ],
    ['a.b: 1\na: {c: 2}\n', [['a.c', 2n]]],
    ['a: 1\na.b: ~\n', [['a', 1n]]],
    [
      'o:\n  ==: Thing\n  x: 1\n',
      [
        [
          'o',
          new Map<string, ConfigValue>([
            ['==', 'Thing'],
            ['x', 1n],
          ]),
        ],
      ],
    ],
    ['l:\n- {1: x}\n- [y]\n', [['l', [new Map([['1', 'x']]), ['y']]]]],
    [
      'b: &b {x: 1, y: 2}\nc:\n  <<: *b\n  x: 3\n',
      [
        ['b.x', 1n],
        ['b.y', 2n],
        ['c.x', 3n],
        ['c.y', 2n],
      ],
    ],
    [
      'b: &b {x: 1}\nd: &d {x: 2, z: 3}\nc:\n  <<: [*b, *d]\n',
      [
        ['b.x', 1n],
        ['d.x', 2n],
        ['d.z', 3n],
        ['c.x', 1n],
        ['c.z', 3n],
      ],
    ],
    [
      'a: !!set {x, y}\n',
      [
        ['a.x', null],
        ['a.y', null],
      ],
    ],
    ['%YAML 1.2\n---\na: yes\n...\n', [['a', true]]],
    ["a:\n  b: 'x\n  y'\n", [['a.b', 'x y']]],
    ["a: 'x\ny'\n", [['a', 'x y']]],
    [
      'k:\n  a: [\n1\n]\n  b: {\nc: 2\n}\n',
      [
        ['k.a', [1n]],
        ['k.b.c', 2n],
      ],
    ],
    [
      'a: 1\r\nb: 2\rc: 3',
      [
        ['a', 1n],
        ['b', 2n],
        ['c', 3n],
      ],
    ],
    ['\ufeffa: 1\n', [['a', 1n]]],
    [
      '? a\n: b\n? [x, y]\n: c\n',
      [
        ['a', 'b'],
        ['[x, y]', 'c'],
      ],
    ],
    [`${'k'.repeat(1022)}: v\n`, [['k'.repeat(1022), 'v']]],
    ['- a\n- b\n', [['', ['a', 'b']]]],
    ['text', [['', 'text']]],
  ])('are those that Bukkit shows for %j', (text, expected) => {
    expect(keys(text).toSorted()).toEqual(expected.toSorted());
  });

  test('keep a literal dotted key in the path and know sections by id', () => {
    const read = yamlFormat.read('a.b: 1\nc:\n  d.e: 2 # x\n');
    if (read.kind !== 'read') throw new Error('unreadable');
    expect(read.document.get('a.b')?.path).toEqual(['a.b']);
    expect(read.document.get('c.d.e')).toMatchObject({
      path: ['c', 'd.e'],
      line: 3,
      column: 3,
      span: { start: 17, end: 18 },
    });
    expect(['a', 'c', 'c.d', 'a.b', 'x'].map((id) => read.document.hasSection(id))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  test('have no span where one text stands for several keys or lines', () => {
    const read = yamlFormat.read('a: &x 1\nb: *x\nc: |\n  t\nd: "x\n  y"\ne: &m {k: 1}\nf: *m\n');
    if (read.kind !== 'read') throw new Error('unreadable');
    expect([...read.document.entries()].map((entry) => entry.span)).toEqual(Array(6).fill(undefined));
  });

  test('show broken bytes as Java does, one sign for each broken sequence', () => {
    expect(keys('a: "x\udce2\udc82y\udcff\udcffz"\nb: \udcc3\nc: 😀\udc80\n')).toEqual([
      ['a', 'x\ufffdy\ufffd\ufffdz'],
      ['b', '\ufffd'],
      ['c', '😀\ufffd'],
    ]);
  });
});

describe('the typed value of a file', () => {
  test('keeps the types of keys, sets and ordered maps', () => {
    expect(readTyped('5: a\nyes: !!set {x, y}\n')).toEqual({
      kind: 'map',
      entries: [
        [5n, 'a'],
        [true, { kind: 'set', items: ['x', 'y'] }],
      ],
    });
    expect(readTyped('')).toBe(null);
  });
});
