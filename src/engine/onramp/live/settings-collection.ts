import type { InstanceId } from '../../../core/model/instance.ts';
import { chooseLanguages } from '../../../core/onramp/collect/choose-languages.ts';
import type { CollectGuess } from '../../../core/onramp/collect/collect-guess.ts';
import type { GuessList } from '../../../core/onramp/collect/guess-list.ts';
import type { LeaveReason } from '../../../core/onramp/collect/leave-reason.ts';
import { countsAlways, leftOut } from '../../../core/onramp/collect/left-out.ts';
import type { SeenFile } from '../../../core/onramp/seen-fleet.ts';
import type { LiveFileReader } from '../../../ports/live-files.ts';
import type { Candidate } from './candidate.ts';
import {
  type CandidateReader,
  createCandidateReader,
  familyOf,
  type InstancePlace,
  partOf,
} from './candidate-reader.ts';
import type { SettingsReading } from './read-settings.ts';

/** Reads the candidates of one instance after the other. */
export interface SettingsCollection {
  readonly add: (place: InstancePlace, candidates: readonly Candidate[]) => void;
  /**
   * The files of each instance. What is data on one instance is taken from none. A file that can be read on some instances
   * only is not missing on the others, so there the whole plugin is left out. To be called once.
   */
  readonly finish: () => ReadonlyMap<InstanceId, readonly SeenFile[]>;
  /** Files read until now. */
  readonly count: () => number;
}

interface Collection {
  readonly reader: CandidateReader;
  readonly guesses: GuessList;
  readonly taken: Map<InstanceId, { readonly family: string; readonly file: SeenFile }[]>;
  /** Families that are no configuration. */
  readonly dropped: Set<string>;
  readonly broken: {
    readonly place: InstancePlace;
    readonly candidate: Candidate;
    readonly reason: string;
  }[];
  readonly translations: { readonly place: InstancePlace; readonly candidate: Candidate }[];
  /** Families of translations that are used somewhere. */
  readonly chosen: Set<string>;
}

/** An empty collection; `guesses` gets what is left out, with its reason. */
export function createSettingsCollection(reader: LiveFileReader, guesses: GuessList): SettingsCollection {
  const collection: Collection = {
    reader: createCandidateReader(reader),
    guesses,
    taken: new Map(),
    dropped: new Set(),
    broken: [],
    translations: [],
    chosen: new Set(),
  };
  return {
    add: (place, candidates) => add(collection, place, candidates),
    finish: () => finish(collection),
    count: () => collection.reader.count(),
  };
}

/** Which language is used anywhere is known only at the end, so translations wait. */
function add(collection: Collection, place: InstancePlace, candidates: readonly Candidate[]): void {
  collection.taken.set(place.id, []);
  const named = new Map<string, string[]>();
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const { plugin, verdict } = candidate;
    if (verdict.kind === 'translation') {
      append(groups, `${plugin}\n${verdict.group}`, [candidate]);
      collection.translations.push({ place, candidate });
    } else append(named, plugin, take(collection, place, candidate));
  }
  for (const group of groups.values()) {
    const languages = named.get(group[0]?.plugin ?? '') ?? [];
    const paths = chooseLanguages(
      group.map(({ path }) => path),
      languages,
    );
    for (const candidate of group) {
      if (paths.includes(candidate.path)) collection.chosen.add(familyOf(candidate));
    }
  }
}

function append<T>(lists: Map<string, T[]>, key: string, items: readonly T[]): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [...items]);
  else list.push(...items);
}

function finish(collection: Collection): ReadonlyMap<InstanceId, readonly SeenFile[]> {
  const { translations, chosen, guesses, taken, dropped } = collection;
  for (const { place, candidate } of translations) {
    if (chosen.has(familyOf(candidate))) take(collection, place, candidate);
    else guesses.note(leftOut(candidate.plugin, candidate.path, 'translation'), place.name);
  }
  const left = leaveBroken(collection);
  return new Map(
    [...taken].map(([id, files]) => [
      id,
      files.flatMap(({ family, file }) =>
        dropped.has(family) || left.has(partOf(id, file.plugin)) ? [] : [file],
      ),
    ]),
  );
}

/** Plugins of instances, by `partOf`, that can't be described with a file of theirs unread. */
function leaveBroken({ broken, taken, guesses }: Collection): ReadonlySet<string> {
  const readable = new Set([...taken.values()].flatMap((files) => files.map(({ family }) => family)));
  const left = new Set<string>();
  for (const { place, candidate, reason } of broken) {
    const isElsewhere = readable.has(familyOf(candidate));
    if (isElsewhere) left.add(partOf(place.id, candidate.plugin));
    guesses.note(unreadable(candidate, reason, isElsewhere), place.name);
  }
  return left;
}

/** The languages that the file names. */
function take(collection: Collection, place: InstancePlace, candidate: Candidate): readonly string[] {
  const reading = collection.reader.read(place, candidate);
  if (reading === undefined) return [];
  const { plugin, folder, path, verdict } = candidate;
  const family = familyOf(candidate);
  if (reading.kind === 'unreadable') {
    collection.broken.push({ place, candidate, reason: reading.reason });
    return [];
  }
  const reason = reasonToLeave(candidate, reading);
  if (reason !== undefined) {
    collection.dropped.add(family);
    collection.guesses.note(leftOut(plugin, path, reason), place.name);
    return [];
  }
  const file: SeenFile = { plugin, folder, path, format: verdict.format, keys: reading.keys };
  collection.taken.get(place.id)?.push({ family, file });
  return reading.languages;
}

function reasonToLeave(
  { isOwned, verdict }: Candidate,
  { reason, reasonIfDoubtful }: Extract<SettingsReading, { kind: 'read' }>,
): LeaveReason | undefined {
  if (isOwned) return reason !== undefined && countsAlways(reason) ? reason : undefined;
  return verdict.kind === 'doubtful' ? reasonIfDoubtful : reason;
}

function unreadable({ plugin, path }: Candidate, reason: string, isElsewhere: boolean): CollectGuess {
  return {
    kind: 'unreadable-file',
    subject: `${plugin}:${path}`,
    text: isElsewhere
      ? `${plugin} is left to the server, since its \`${path}\` can't be read: ${reason}`
      : `\`${path}\` of ${plugin} is left to the server, since it can't be read: ${reason}`,
    change: isElsewhere
      ? 'Mend the file, and mark the plugin for the server in `deployment-matrix.csv`.'
      : 'Mend the file, and import again, or write a block of it into the baseline.',
  };
}
