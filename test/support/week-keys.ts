import type { ConfigEntry } from '../../src/core/formats/config-format.ts';
import { type ConfigValue, canonicalText, equalValues } from '../../src/core/model/config-value.ts';
import type { DesiredKey, ManagedFile } from '../../src/core/model/managed-file.ts';
import type { Chance } from './week-chance.ts';
import { found, type WeekFleet } from './week-fleet.ts';
import { readLive, type Wanted, writeLive } from './week-live-files.ts';

/** Where somebody edits: any key of the file where none is named. */
export interface EditPlace {
  readonly instance: string;
  readonly path: string;
  readonly id?: string;
}

/** Whose key is edited: Git's, Git's which homeamp puts back by itself, or the server's own. */
export type Whose = 'git' | 'healed' | 'server';

/** What every key that Git does not own must still hold, and what people made of some that it does. */
export interface KeyBook {
  /** Takes a file's own keys as they are now, where they are not known yet. */
  learn(place: EditPlace): void;
  /** True where the file holds keys of the server's own that can be edited. */
  mayEdit(place: EditPlace): boolean;
  /** Somebody changes a key by hand to another value of its kind. */
  edit(chance: Chance, place: EditPlace, whose: Whose): void;
  /** Somebody sets a key that was edited to what Git wants. */
  putBack(place: Required<EditPlace>, value: ConfigValue): void;
  /** A plugin has saved its memory over what somebody wrote into its file. */
  undone(place: EditPlace): void;
  /** Keys that are not as their last writer left them, or as Git wants them. */
  complaints(last: Wanted): readonly string[];
}

interface OwnKey {
  value: string;
  /** Before anybody edited it. */
  readonly first: string;
}

export function createKeyBook(fleet: WeekFleet, wanted: Wanted): KeyBook {
  const kept = new Map<string, Map<string, OwnKey>>();
  const drifted = new Map<string, string>();
  const fileAt = ({ instance, path }: EditPlace) => found(wanted.get(instance)?.get(path));
  const rootOf = ({ instance }: EditPlace) => fleet.server(instance).root;
  const entriesAt = (place: EditPlace, whose: Whose) => editable(rootOf(place), fileAt(place), whose);
  const keysAt = (place: EditPlace) => found(kept.get(placeText(place)));
  const book: KeyBook = {
    learn(place) {
      const own = ownEntries(rootOf(place), fileAt(place));
      if (own === undefined || kept.has(placeText(place))) return;
      kept.set(placeText(place), new Map(own.map((entry) => [entry.id, firstSeen(entry)])));
    },
    mayEdit: (place) => kept.has(placeText(place)) && entriesAt(place, 'server').length > 0,
    edit(chance, place, whose) {
      const entries = entriesAt(place, whose).filter(({ id }) => (place.id ?? id) === id);
      const entry = chance.pick(entries);
      const value = another(entry.value);
      writeLive(rootOf(place), fileAt(place), { entry, value });
      if (whose === 'server') found(keysAt(place).get(entry.id)).value = canonicalText(value);
      if (whose === 'git') drifted.set(keyText(place, entry.id), canonicalText(value));
    },
    putBack(place, value) {
      const entry = found(readLive(rootOf(place), fileAt(place))?.get(place.id));
      writeLive(rootOf(place), fileAt(place), { entry, value });
      drifted.delete(keyText(place, place.id));
    },
    undone(place) {
      for (const key of keysAt(place).values()) key.value = key.first;
    },
    complaints: (last) => [...lostKeys(fleet, last, kept), ...wrongKeys(fleet, last, drifted)],
  };
  for (const [instance, files] of wanted) for (const path of files.keys()) book.learn({ instance, path });
  return book;
}

function firstSeen({ value }: ConfigEntry): OwnKey {
  return { value: canonicalText(value), first: canonicalText(value) };
}

/** Those that Git does not own; undefined where it owns all, or where nobody can tell. */
function ownEntries(root: string, file: ManagedFile): readonly ConfigEntry[] | undefined {
  if (file.exact || file.format === 'text') return undefined;
  const owned = new Set(file.keys.map(({ id }) => id));
  const document = readLive(root, file);
  return document && [...document.entries()].filter(({ id }) => !owned.has(id));
}

/** What a plugin adds to its own file when it writes it anew. */
const ADDED = 'file-version';

function editable(root: string, file: ManagedFile, whose: Whose): readonly ConfigEntry[] {
  const owned = new Set(file.keys.filter(({ value }) => value.kind === 'value').map(({ id }) => id));
  const entries =
    whose === 'server'
      ? (ownEntries(root, file) ?? [])
      : [...(readLive(root, file)?.entries() ?? [])].filter(({ id }) => owned.has(id));
  return entries.filter(
    ({ id, value }) => id !== ADDED && (typeof value === 'boolean' || typeof value === 'bigint'),
  );
}

function another(value: ConfigValue): ConfigValue {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'bigint') return value + 1n;
  throw new TypeError('only whole numbers and truth values are edited');
}

function lostKeys(
  fleet: WeekFleet,
  last: Wanted,
  kept: ReadonlyMap<string, ReadonlyMap<string, OwnKey>>,
): readonly string[] {
  return [...kept].flatMap(([place, keys]) => {
    const [instance = '', path = ''] = place.split(' ');
    const document = readLive(fleet.server(instance).root, found(last.get(instance)?.get(path)));
    return [...keys].flatMap(([id, { value }]) => {
      const entry = document?.get(id);
      if (isText(entry, value)) return [];
      return [`${place}: ${id} is ${textOf(entry)}, and its last writer left ${value}`];
    });
  });
}

function wrongKeys(fleet: WeekFleet, last: Wanted, drifted: ReadonlyMap<string, string>): readonly string[] {
  const complaints: string[] = [];
  for (const [instance, files] of last) {
    for (const [path, file] of files) {
      const document = readLive(fleet.server(instance).root, file);
      for (const key of file.keys) {
        const name = keyText({ instance, path }, key.id);
        const edited = drifted.get(name);
        const entry = document?.get(key.id);
        if (edited !== undefined && !isText(entry, edited)) {
          complaints.push(`${name} is ${textOf(entry)}, and somebody's hand had left ${edited}`);
        }
        if (edited === undefined && !isAsWanted(key, entry))
          complaints.push(`${name} is not as Git wants it`);
      }
    }
  }
  return complaints;
}

function isText(entry: ConfigEntry | undefined, text: string): boolean {
  return entry !== undefined && canonicalText(entry.value) === text;
}

function textOf(entry: ConfigEntry | undefined): string {
  return entry === undefined ? 'gone' : canonicalText(entry.value);
}

function isAsWanted({ value }: DesiredKey, entry: ConfigEntry | undefined): boolean {
  switch (value.kind) {
    case 'absent':
      return entry === undefined;
    case 'value':
      return entry !== undefined && equalValues(entry.value, value.value);
    case 'secret':
      return entry !== undefined && equalValues(entry.value, value.secret.reveal());
    case 'unresolved':
      return false;
  }
}

function placeText({ instance, path }: EditPlace): string {
  return `${instance} ${path}`;
}

function keyText(place: EditPlace, id: string): string {
  return `${placeText(place)}: ${id}`;
}
