import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ObjectKey } from '../../ports/object-store.ts';
import { parseObjectKey } from './object-key.ts';
import { isAbsence, storeFailure } from './store-errors.ts';

/** What has to be done in the store about a key; the bytes lie in the host's own folder. */
export type SpoolDuty = 'put' | 'delete';

export interface SpoolEntry {
  /** The file that stands for it. A key that is queued again gets another one. */
  readonly name: string;
  readonly duty: SpoolDuty;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly bytes: number;
}

/** Duties towards a store, one for a key at most, in a folder that outlives the process. Throws as stores do. */
export interface SpoolQueue {
  add(duty: SpoolDuty, key: ObjectKey, bytes: number): void;
  /** What waits for this key. */
  waitsFor(key: ObjectKey): SpoolDuty | undefined;
  /** Forgets what waits for this key. */
  drop(key: ObjectKey): void;
  /** Oldest first. */
  entries(): readonly SpoolEntry[];
  /** Of an entry that is still there; undefined for one that is gone or not ours. */
  keyOf(entry: SpoolEntry): ObjectKey | undefined;
  /** Forgets the entry, and not what was queued for its key since then. */
  done(entry: SpoolEntry): void;
}

/** First part the key's digest, so that what waits for a key is found without reading every file. */
const NAME = /^[0-9a-f]{40}\.([0-9]{13})\.([0-9]{1,10})\.(put|delete)\.[0-9a-f-]{36}$/;

/** `now` gives milliseconds since 1970. */
export function createSpoolQueue(dir: string, now: () => number): SpoolQueue {
  const failing = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw storeFailure(error, dir);
    }
  };
  const remove = (names: readonly string[]) => {
    for (const name of names) rmSync(join(dir, name), { force: true });
  };
  const namesFor = (key: ObjectKey) => namesIn(dir).filter((name) => name.startsWith(`${digestOf(key)}.`));
  return {
    add: (duty, key, bytes) =>
      failing(() => {
        const older = namesFor(key);
        const at = String(now()).padStart(13, '0');
        keep(dir, `${digestOf(key)}.${at}.${bytes}.${duty}.${randomUUID()}`, key);
        remove(older);
      }),
    waitsFor: (key) => failing(() => namesFor(key).map(entryOf).at(-1)?.duty),
    drop: (key) => failing(() => remove(namesFor(key))),
    entries: () => failing(() => namesIn(dir).map(entryOf).sort(byAge)),
    keyOf: (entry) => failing(() => readKey(dir, entry)),
    done: ({ name }) => failing(() => remove([name])),
  };
}

function entryOf(name: string): SpoolEntry {
  const [, at, bytes, duty] = NAME.exec(name) ?? [];
  return { name, at: Number(at), bytes: Number(bytes), duty: duty === 'delete' ? 'delete' : 'put' };
}

function byAge(a: SpoolEntry, b: SpoolEntry): number {
  return a.at - b.at || (a.name < b.name ? -1 : 1);
}

function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir).filter((name) => NAME.test(name));
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
}

function readKey(dir: string, { name }: SpoolEntry): ObjectKey | undefined {
  try {
    const key = parseObjectKey(readFileSync(join(dir, name), 'utf8'));
    return key !== undefined && name.startsWith(digestOf(key)) ? key : undefined;
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** Under another name first, so that a crash leaves no half entry. */
function keep(dir: string, name: string, key: ObjectKey): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const temporary = join(dir, `.${name}`);
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeFileSync(file, key);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, join(dir, name));
  const folder = openSync(dir, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function digestOf(key: ObjectKey): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 40);
}
