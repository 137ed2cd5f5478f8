import { imageKey, setKey } from '../../core/backups/backup-key.ts';
import { imagesOf } from '../../core/backups/backup-manifest.ts';
import {
  decideImages,
  decideRetention,
  type RetainedSet,
  type RetentionRule,
} from '../../core/backups/decide-retention.ts';
import { OperatingError } from '../../core/model/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Notes } from '../../ports/notes.ts';
import type { ObjectKey, ObjectStore } from '../../ports/object-store.ts';
import type { Signer } from '../../ports/signer.ts';
import type { History, Journal } from '../../ports/state-store.ts';
import { jsonNote } from '../json-note.ts';
import { type ListedKeys, listKeys } from './list-keys.ts';
import { neededBackups } from './needed-backups.ts';
import { readSet, type SetName, type SetReading } from './read-set.ts';
import { listSnapshotNotes, writeSnapshotNote } from './snapshot-note.ts';

export interface RetentionHost {
  /** As the fleet names this host. */
  readonly name: string;
  readonly backups: ObjectStore;
  /** The part of them on this host's own disk. */
  readonly own: Pick<ObjectStore, 'delete'>;
  readonly history: Pick<History, 'list'>;
  readonly journal: Pick<Journal, 'unfinished'>;
  readonly notes: Notes;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly log: Log;
  readonly rule: RetentionRule;
}

interface RetentionNote {
  /** When the backups were gone through last, in milliseconds since 1970, UTC. */
  readonly at: number;
  readonly unnamedSince: readonly (readonly [string, number])[];
}

const NOTE = jsonNote<RetentionNote>('backup-retention');
const DAY_MILLIS = 24 * 3_600_000;

/** True once a day, and when the clock went back. */
export function isRetentionDue({ notes, clock }: Pick<RetentionHost, 'notes' | 'clock'>): boolean {
  const age = clock.now() - (NOTE.read(notes)?.at ?? Number.NEGATIVE_INFINITY);
  return age >= DAY_MILLIS || age < 0;
}

/**
 * Drops the sets of this host that nothing needs any more, and images that nothing names. Runs under the state's lock,
 * so that no run stores images meanwhile. A store that lets nothing be deleted is told of in the log, once a time.
 */
export async function retainBackups(host: RetentionHost): Promise<void> {
  const listed = await listKeys(host.backups);
  const known = await readAll(host, listed.sets);
  remakeLostSnapshots(host, listed);
  const now = host.clock.now();
  const needed = neededBackups(host, now - host.rule.keepMillis);
  const sets = known.read.map(({ name, reading }) => retainedSet(name, reading, listed));
  const dropped = new Set(decideRetention({ sets, rule: host.rule, needed: needed.ids, now }));
  const kept = known.read.filter(({ name }) => !dropped.has(name.id));
  const named = new Set([
    ...needed.images,
    ...kept.flatMap(({ reading }) => imagesOf(reading.manifest).map((image) => image.sha256)),
  ]);
  const unnamedSince = new Map(NOTE.read(host.notes)?.unnamedSince);
  const images = decideImages({ listed: [...listed.images], named, unnamedSince, now });
  // Nobody knows which images a manifest names that can't be read.
  const drop = known.unreadable > 0 ? [] : images.drop;
  await deleteAll(host, [
    ...known.read.filter(({ name }) => dropped.has(name.id)).map(({ name }) => setKey(name.of, name.id)),
    ...drop.map(imageKey),
  ]);
  NOTE.write(host.notes, { at: now, unnamedSince: [...images.unnamedSince] });
}

type Read = Extract<SetReading, { kind: 'read' }>;

interface KnownSets {
  readonly read: readonly { readonly name: SetName; readonly reading: Read }[];
  readonly unreadable: number;
}

async function readAll(host: RetentionHost, names: readonly SetName[]): Promise<KnownSets> {
  const trusted = new Set([host.signer.publicKey]);
  const reader = { backups: host.backups, signer: host.signer, trusted, host: host.name };
  const read: { readonly name: SetName; readonly reading: Read }[] = [];
  let unreadable = 0;
  for (const name of names) {
    const reading = await readSet(reader, name);
    if (reading.kind === 'read') read.push({ name, reading });
    else unreadable += 1;
  }
  if (unreadable > 0) {
    const next = 'Run `homeamp backups verify`.';
    host.log.warn('backup sets can not be used, so no image is dropped', { sets: unreadable, next });
  }
  return { read, unreadable };
}

function retainedSet(name: SetName, { manifest, trust }: Read, { images }: ListedKeys): RetainedSet {
  const { id, of } = name;
  const isWhole = imagesOf(manifest).every(({ sha256 }) => images.has(sha256));
  return { id, of, instance: manifest.instance, at: manifest.at, isOwn: trust === 'verified', isWhole };
}

/** A snapshot that the store has lost is made anew at the next look, whether or not a file moves. */
function remakeLostSnapshots({ notes }: RetentionHost, { sets, images }: ListedKeys): void {
  const ids = new Set(sets.map(({ id }) => id));
  for (const [instance, note] of listSnapshotNotes(notes)) {
    const isThere = ids.has(note.id) && imagesOf(note).every(({ sha256 }) => images.has(sha256));
    if (!isThere) writeSnapshotNote(notes, instance, undefined);
  }
}

async function deleteAll(host: RetentionHost, keys: readonly ObjectKey[]): Promise<void> {
  const { backups, log } = host;
  let deleted = 0;
  for (const key of keys) {
    try {
      await backups.delete(key);
      deleted += 1;
    } catch (failure) {
      if (!(failure instanceof OperatingError)) throw failure;
      const left = keys.slice(deleted);
      const { message: why, next } = failure;
      log.warn('old backups could not be deleted', { left: left.length, why, next });
      // A store that never lets them go must not fill this host's disk.
      if (failure.kind === 'mistake') for (const own of left) await host.own.delete(own);
      return;
    }
  }
  if (deleted > 0) log.info('old backups were dropped', { objects: deleted });
}
