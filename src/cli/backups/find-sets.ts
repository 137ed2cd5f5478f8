import { isBackupId } from '../../core/backups/backup-key.ts';
import { MistakeError, OperatingError, TransientError } from '../../core/model/errors.ts';
import { isInstanceNamed } from '../../core/model/instance.ts';
import { type BackupPlace, readSetAnywhere } from '../../engine/backups/backup-places.ts';
import { listSets } from '../../engine/backups/list-keys.ts';
import type { SetName, SetReading } from '../../engine/backups/read-set.ts';
import type { OpenedBackups } from './open-backups.ts';

export interface ListedSet {
  readonly name: SetName;
  readonly places: readonly BackupPlace['name'][];
}

export interface ListedSets {
  /** Newest first. */
  readonly sets: readonly ListedSet[];
  /** Why a place could not be asked; undefined when all were. */
  readonly away: OperatingError | undefined;
}

export type ReadSet = Extract<SetReading, { kind: 'read' }>;

/** All sets, and where each lies. Throws only when no place can be asked. */
export async function listEverywhere(places: readonly BackupPlace[]): Promise<ListedSets> {
  const sets = new Map<string, { name: SetName; places: BackupPlace['name'][] }>();
  let away: OperatingError | undefined;
  let asked = 0;
  for (const { name: place, store } of places) {
    try {
      for (const name of await listSets(store)) {
        const known = sets.get(`${name.of}/${name.id}`);
        if (known === undefined) sets.set(`${name.of}/${name.id}`, { name, places: [place] });
        else known.places.push(place);
      }
      asked += 1;
    } catch (failure) {
      if (!(failure instanceof OperatingError)) throw failure;
      away = failure;
    }
  }
  if (away !== undefined && asked === 0) throw away;
  return { sets: [...sets.values()].sort((a, b) => (a.name.id < b.name.id ? 1 : -1)), away };
}

/** What a person's ids name: a set, or every instance's part of a run. Throws `MistakeError` for one that names nothing. */
export function namedSets({ sets, away }: ListedSets, ids: readonly string[]): readonly ListedSet[] {
  return ids.flatMap((id) => {
    const named = sets.filter(({ name }) => name.id === id || name.id.startsWith(`${id}.`));
    if (named.length > 0 && isBackupId(id)) return named;
    if (away !== undefined) throw away;
    throw new MistakeError(`no backup set has the id ${id}`, 'Take an id from `homeamp backups list`.');
  });
}

/** Reads a set from wherever it is whole. Throws `TransientError` for one that can't be used. */
export async function readNamed({ places, reader }: OpenedBackups, { name }: ListedSet): Promise<ReadSet> {
  const reading = await readSetAnywhere(places, reader, name);
  if (reading.kind === 'read') return reading;
  const reason = reading.kind === 'damaged' ? reading.reason : 'it is gone';
  throw new TransientError(
    `the backup set ${name.id} can't be used: ${reason}`,
    'Take another from `homeamp backups list`, or look for this one in another copy of the backups.',
  );
}

/**
 * The newest snapshot of each instance, or of the named ones. One that the host signed goes before any other. Throws
 * `MistakeError` for a name without a snapshot.
 */
export async function latestSnapshots(
  opened: OpenedBackups,
  listed: ListedSets,
  instances: readonly string[],
): Promise<readonly ReadSet[]> {
  const newest = new Map<string, ReadSet>();
  for (const { name } of listed.sets) {
    if (name.of !== 'snapshots') continue;
    const reading = await readSetAnywhere(opened.places, opened.reader, name);
    if (reading.kind !== 'read' || !isWanted(reading, instances)) continue;
    const known = newest.get(reading.manifest.instance);
    if (known === undefined || isBetter(reading, known)) newest.set(reading.manifest.instance, reading);
    if (instances.length > 0 && instances.every((wanted) => isSettled(newest, wanted))) break;
  }
  const missing = instances.find((wanted) => ![...newest.values()].some((set) => isWanted(set, [wanted])));
  if (missing === undefined && newest.size > 0) return [...newest.values()].sort(byInstance);
  if (listed.away !== undefined) throw listed.away;
  throw new MistakeError(
    `there is no snapshot of ${missing ?? 'any instance'}`,
    'Look at `homeamp backups list`, and name a set by its id.',
  );
}

export function isWanted({ manifest }: ReadSet, instances: readonly string[]): boolean {
  return instances.length === 0 || instances.some((name) => isInstanceNamed(manifest.instance, name));
}

/** Sets come newest first, so that only a better signature makes a later one better. */
function isBetter(later: ReadSet, known: ReadSet): boolean {
  return later.trust === 'verified' && known.trust !== 'verified';
}

function isSettled(newest: ReadonlyMap<string, ReadSet>, name: string): boolean {
  return [...newest.values()].some((set) => set.trust === 'verified' && isWanted(set, [name]));
}

function byInstance(a: ReadSet, b: ReadSet): number {
  return a.manifest.instance < b.manifest.instance ? -1 : 1;
}

/** What a restore is about: one set, every instance's part of a run, or with `latest` the newest snapshots. */
export async function wantedSets(
  opened: OpenedBackups,
  id: string,
  instances: readonly string[],
): Promise<readonly ReadSet[]> {
  const listed = await listEverywhere(opened.places);
  if (id === 'latest') return latestSnapshots(opened, listed, instances);
  const sets: ReadSet[] = [];
  for (const set of namedSets(listed, [id])) sets.push(await readNamed(opened, set));
  const wanted = sets.filter((set) => isWanted(set, instances));
  if (wanted.length > 0) return wanted;
  throw new MistakeError(
    `the set ${id} is of ${sets.map(({ manifest }) => manifest.instance).join(', ')}`,
    'Leave out --instance, or take another set from `homeamp backups list`.',
  );
}
