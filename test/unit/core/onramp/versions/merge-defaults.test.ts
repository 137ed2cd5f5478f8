import { describe, expect, it } from 'vitest';
import type { ConfigDocument } from '../../../../../src/core/formats/config-format.ts';
import { formatByName } from '../../../../../src/core/formats/index.ts';
import type { SourceKey } from '../../../../../src/core/model/baseline.ts';
import { findNewKeys } from '../../../../../src/core/onramp/versions/find-new-keys.ts';
import { mergeDefaults } from '../../../../../src/core/onramp/versions/merge-defaults.ts';
import { probableNames } from '../../../../../src/core/onramp/versions/probable-names.ts';

function read(text: string): ConfigDocument {
  const result = formatByName('yaml').read(text);
  if (result.kind === 'unreadable') throw new Error(result.error.message);
  return result.document;
}

function owning(text: string): ReadonlyMap<string, SourceKey['value']> {
  return new Map([...read(text).entries()].map(({ id, value }) => [id, { kind: 'value', value }]));
}

describe('merging a new version’s defaults', () => {
  it('sorts every key by what old default, new default and ours say', () => {
    const merge = mergeDefaults({
      file: 'config.yml',
      old: read('same: 1\nkept: 1\nfollowed: 1\nfree: 1\ngone: 1\nunowned: 1\nsection: { a: 1 }\n'),
      new: read('same: 1.0\nkept: 2\nfollowed: 2\nfree: 2\nfresh: 3\nmine: 3\nsection: { a: 1, b: 2 }\n'),
      owned: owning('kept: 1\nfollowed: 2\nsame: 9\ngone: 5\nmine: 4\nmade-up: 1\n'),
    });
    expect(merge.added.map(({ id, isOwned }) => [id, isOwned])).toEqual([
      ['fresh', false],
      ['mine', true],
      ['section.b', false],
    ]);
    expect(merge.vanished.map(({ id }) => id)).toEqual(['gone']);
    expect(merge.changed.map(({ id, stands }) => [id, stands])).toEqual([
      ['kept', 'on-old-default'],
      ['followed', 'on-new-default'],
      ['free', 'not-owned'],
    ]);
    expect([merge.removed, merge.own, merge.unchanged]).toEqual([['unowned'], ['made-up'], 2]);
  });

  it('takes a file that only one of the versions has as all new or all gone', () => {
    const owned = owning('a: 1\n');
    const file = 'config.yml';
    expect(mergeDefaults({ file, old: undefined, new: read('a: 1\nb: 2\n'), owned }).added).toHaveLength(2);
    expect(mergeDefaults({ file, old: read('a: 1\n'), new: undefined, owned }).vanished).toHaveLength(1);
  });

  it('guesses a new name by likeness, section and value, and none where types differ', () => {
    const candidates = [
      { id: 'teleport.warmup-delay', value: 3n },
      { id: 'teleport.enabled', value: true },
      { id: 'other.text', value: 'a telling text' },
    ];
    expect(probableNames({ id: 'teleport.warmup', value: 3n }, candidates)).toEqual([
      'teleport.warmup-delay',
    ]);
    expect(probableNames({ id: 'other.message', value: 'a telling text' }, candidates)).toEqual([
      'other.text',
    ]);
    expect(probableNames({ id: 'teleport.warmup', value: 'three' }, candidates)).toEqual([]);
  });
});

describe('finding new keys', () => {
  it('leaves out what is owned, was known before, or is only the empty section of owned keys', () => {
    const live = read('owned: 1\nknown: 1\nfresh: 1\nempty: {}\nlist: { a: 1 }\n');
    const owned = new Set(['owned', 'empty.key', 'list']);
    expect(findNewKeys(live, owned, new Set(['known'])).map(({ id }) => id)).toEqual(['fresh']);
    expect(findNewKeys(live, owned, undefined).map(({ id }) => id)).toEqual(['known', 'fresh']);
  });
});
