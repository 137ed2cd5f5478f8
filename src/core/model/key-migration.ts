import { compareVersions } from './compare-versions.ts';
import { type KeyPath, keyId } from './key-path.ts';

/** What becomes of a plugin's keys with one of its versions. Keys are ids; one that names a section means all below it. */
export interface KeyMigration {
  /** The first version that knows the new keys. */
  readonly to: string;
  /** The file of the old keys, below the baseline's folder. */
  readonly file: string;
  /** Old key → its new name in the same file. */
  readonly rename: Readonly<Record<string, string>>;
  /** Old key → `other.yml`, or `other.yml:new.key`. */
  readonly move: Readonly<Record<string, string>>;
  /** Old key → the keys that take its value. */
  readonly split: Readonly<Record<string, readonly string[]>>;
  readonly drop: readonly string[];
}

/** Where a key stands: its file below the baseline's folder, and its path in it. */
export interface KeyPosition {
  readonly file: string;
  readonly path: KeyPath;
}

/** The migrations up to a version, oldest first; all where no version is known. */
export function migrationsUpTo(
  migrations: readonly KeyMigration[],
  version: string | undefined,
): readonly KeyMigration[] {
  return migrations
    .filter(({ to }) => version === undefined || compareVersions(to, version) <= 0)
    .sort((a, b) => compareVersions(a.to, b.to));
}

/** Where a key stands after the migrations: in several places when it was split, in none when it was dropped. */
export function migrateKey(
  position: KeyPosition,
  migrations: readonly KeyMigration[],
): readonly KeyPosition[] {
  let positions: readonly KeyPosition[] = [position];
  for (const migration of migrations) {
    positions = positions.flatMap((one) =>
      one.file === migration.file ? migrateOnce(one, migration) : [one],
    );
  }
  return positions;
}

/** True for two names of one key. */
export function isSamePosition(a: KeyPosition, b: KeyPosition): boolean {
  return a.file === b.file && keyId(a.path) === keyId(b.path);
}

function migrateOnce(position: KeyPosition, migration: KeyMigration): readonly KeyPosition[] {
  const id = keyId(position.path);
  const old = longestOf(id, [
    ...Object.keys(migration.rename),
    ...Object.keys(migration.move),
    ...Object.keys(migration.split),
    ...migration.drop,
  ]);
  if (old === undefined) return [position];
  return targetsOf(old, migration).map(({ file, key }) => ({
    file,
    path: [...splitKey(key), ...restOf(position.path, old)],
  }));
}

/** The most exact of the names that are the key's own or that of a section above it. */
function longestOf(id: string, names: readonly string[]): string | undefined {
  const fitting = names.filter((name) => id === name || id.startsWith(`${name}.`));
  return fitting.sort((a, b) => b.length - a.length)[0];
}

interface Target {
  readonly file: string;
  readonly key: string;
}

function targetsOf(old: string, { file, rename, move, split }: KeyMigration): readonly Target[] {
  const renamed = ownValue(rename, old);
  if (renamed !== undefined) return [{ file, key: renamed }];
  const moved = ownValue(move, old);
  if (moved !== undefined) {
    const target = moveTarget(moved);
    return [{ file: target.file, key: target.key ?? old }];
  }
  return (ownValue(split, old) ?? []).map((key) => ({ file, key }));
}

/** What the text of a `move` says; without a key it keeps its own. */
export function moveTarget(text: string): { readonly file: string; readonly key: string | undefined } {
  const colon = text.indexOf(':');
  return colon === -1
    ? { file: text, key: undefined }
    : { file: text.slice(0, colon), key: text.slice(colon + 1) };
}

function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function splitKey(key: string): KeyPath {
  return key.split('.');
}

/** What of a path lies below a section, in its own segments where they end with it. */
function restOf(path: KeyPath, section: string): KeyPath {
  for (let length = 1; length <= path.length; length += 1) {
    if (keyId(path.slice(0, length)) === section) return path.slice(length);
  }
  const rest = keyId(path).slice(section.length + 1);
  return rest === '' ? [] : rest.split('.');
}
