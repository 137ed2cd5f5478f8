import { describe, expect, it } from 'vitest';
import { compareVersions } from '../../../../src/core/model/compare-versions.ts';
import { type KeyMigration, migrateKey, migrationsUpTo } from '../../../../src/core/model/key-migration.ts';

const migration = (to: string, changes: Partial<KeyMigration>): KeyMigration => ({
  to,
  file: 'config.yml',
  rename: {},
  move: {},
  split: {},
  drop: [],
  ...changes,
});

function migrated(id: string, migrations: readonly KeyMigration[]): readonly string[] {
  const position = { file: 'config.yml', path: id.split('/') };
  return migrateKey(position, migrations).map(({ file, path }) => `${file}:${path.join('/')}`);
}

describe('versions of plugins', () => {
  it('are compared by their numbers, with words before the release', () => {
    const rising = ['1.9', '1.10-SNAPSHOT', '1.10-beta.2', 'v1.10', '1.10.1', '2', '10.0'];
    const sorted = [...rising].reverse().sort(compareVersions);
    expect(sorted).toEqual(['1.9', '1.10-beta.2', '1.10-SNAPSHOT', 'v1.10', '1.10.1', '2', '10.0']);
    expect(compareVersions('9.8', '9.8.0')).toBe(0);
    expect(compareVersions('5.4.2+123', '5.4.2')).toBeGreaterThan(0);
  });
});

describe('migrating a key', () => {
  it('renames, moves, splits and drops it, with all that lies below a section', () => {
    const migrations = [
      migration('2', {
        rename: { 'a.old': 'a.new', section: 'b.part' },
        move: { moved: 'other.yml', 'to.other': 'other.yml:there' },
        split: { both: ['one', 'two'] },
        drop: ['gone'],
      }),
    ];
    expect(migrated('a/old', migrations)).toEqual(['config.yml:a/new']);
    expect(migrated('section/x.y/z', migrations)).toEqual(['config.yml:b/part/x.y/z']);
    expect(migrated('moved/k', migrations)).toEqual(['other.yml:moved/k']);
    expect(migrated('to/other', migrations)).toEqual(['other.yml:there']);
    expect(migrated('both', migrations)).toEqual(['config.yml:one', 'config.yml:two']);
    expect(migrated('gone/deep', migrations)).toEqual([]);
    expect(migrated('a/older', migrations)).toEqual(['config.yml:a/older']);
    expect(migrated('__proto__', migrations)).toEqual(['config.yml:__proto__']);
  });

  it('follows several versions in their order, up to the one that is pinned', () => {
    const migrations = [migration('3.0', { rename: { b: 'c' } }), migration('2.0', { rename: { a: 'b' } })];
    expect(migrated('a', migrationsUpTo(migrations, undefined))).toEqual(['config.yml:c']);
    expect(migrated('a', migrationsUpTo(migrations, '2.9'))).toEqual(['config.yml:b']);
    expect(migrated('a', migrationsUpTo(migrations, '1.0'))).toEqual(['config.yml:a']);
  });

  it('takes the most exact of several names', () => {
    const migrations = [migration('2', { rename: { a: 'x', 'a.b': 'y' } })];
    expect(migrated('a/b/c', migrations)).toEqual(['config.yml:y/c']);
    expect(migrated('a/c', migrations)).toEqual(['config.yml:x/c']);
  });
});
