import {
  type BackedUpFile,
  type BackupManifest,
  MANIFEST_KIND,
  MANIFEST_VERSION,
  type SkippedFile,
} from '../../core/backups/backup-manifest.ts';
import type { InstancePath } from '../../core/model/instance.ts';
import type { StatIdentity } from '../../core/model/live-file.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LiveFileReader } from '../../ports/live-files.ts';
import type { Notes } from '../../ports/notes.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Signer } from '../../ports/signer.ts';
import { backUp } from '../apply/backup.ts';
import { newRunId } from '../apply/run-id.ts';
import { sha256 } from '../digest.ts';
import { isSettled } from '../steady-instances.ts';
import { backedUpRights } from './backed-up-rights.ts';
import type { ManagedPlace } from './managed-places.ts';
import { readSnapshotNote, type SnapshotNote, writeSnapshotNote } from './snapshot-note.ts';
import { storeManifest } from './store-manifest.ts';

export interface SnapshotHost {
  readonly files: Pick<LiveFileReader, 'identify' | 'read'>;
  readonly backups: ObjectStore;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly notes: Notes;
}

/**
 * Stores an instance's managed files as they are, unless its newest snapshot holds just these. Files that have not
 * moved since are not read. Gives the new snapshot's id.
 */
export async function snapshotInstance(host: SnapshotHost, place: ManagedPlace): Promise<string | undefined> {
  const last = readSnapshotNote(host.notes, place.instance);
  const seen = await lookAtFiles(host, place, last);
  // Where every file is gone, the last snapshot is what somebody will look for.
  if (seen === undefined || seen.files.length === 0) return undefined;
  const { files, skipped, identities } = seen;
  const isSame =
    last !== undefined && JSON.stringify([last.files, last.skipped]) === JSON.stringify([files, skipped]);
  const about = isSame ? { id: last.id, at: last.at } : { id: newRunId(host.clock), at: host.clock.now() };
  if (!isSame) await storeManifest(host, snapshotManifest(place, { ...about, files, skipped }));
  writeSnapshotNote(host.notes, place.instance, { ...about, files, skipped, identities });
  return isSame ? undefined : about.id;
}

type Seen = Pick<SnapshotNote, 'files' | 'skipped' | 'identities'>;

/** Undefined when nothing has moved. Images are stored on the way, so that one file's bytes are held at a time. */
async function lookAtFiles(
  host: SnapshotHost,
  { root, paths }: ManagedPlace,
  last: SnapshotNote | undefined,
): Promise<Seen | undefined> {
  const unmoved = unmovedFiles(host, { root, paths }, last);
  const stored = new Set(last?.files.map(({ after }) => after?.sha256));
  if (unmoved === 'all') return undefined;
  const files: BackedUpFile[] = [];
  const skipped: SkippedFile[] = [];
  const identities: (readonly [InstancePath, StatIdentity | null])[] = [];
  for (const path of paths) {
    const seen = unmoved.get(path) ?? (await storeFile(host, { root, path, stored }));
    if (seen.kind === 'gone') continue;
    identities.push([path, seen.identity]);
    if (seen.kind === 'file') files.push(seen.file);
    else skipped.push({ path, reason: seen.reason });
  }
  return { files, skipped, identities };
}

/** What the newest snapshot says of files that are still as it found them. */
function unmovedFiles(
  { files }: SnapshotHost,
  { root, paths }: Pick<ManagedPlace, 'root' | 'paths'>,
  last: SnapshotNote | undefined,
): ReadonlyMap<InstancePath, StoredFile> | 'all' {
  const known = new Map(last?.identities);
  const unmoved = new Map<InstancePath, StoredFile>();
  const kept = new Map(last?.files.map((file) => [file.path, file]));
  let others = 0;
  for (const path of paths) {
    const identity = files.identify(root, path);
    const file = kept.get(path);
    if (identity !== undefined && file !== undefined && known.get(path) === identity) {
      unmoved.set(path, { kind: 'file', file, identity });
    } else if (identity !== undefined || known.has(path)) others += 1;
  }
  return last !== undefined && others === 0 && unmoved.size === known.size ? 'all' : unmoved;
}

type StoredFile =
  | { readonly kind: 'gone' }
  | { readonly kind: 'skipped'; readonly reason: string; readonly identity: null }
  | { readonly kind: 'file'; readonly file: BackedUpFile; readonly identity: StatIdentity | null };

interface FileToStore {
  readonly root: string;
  readonly path: InstancePath;
  /** Digests of images that the last snapshot has. */
  readonly stored: ReadonlySet<string | undefined>;
}

/** A file that was touched and is the same asks nothing of the store. */
async function storeFile(host: SnapshotHost, { root, path, stored }: FileToStore): Promise<StoredFile> {
  const live = host.files.read(root, path);
  if (live.kind === 'absent') return { kind: 'gone' };
  if (live.kind === 'unreadable')
    return { kind: 'skipped', reason: live.reason.slice(0, 1000), identity: null };
  const { bytes, meta, identity } = live;
  const digest = sha256(bytes);
  if (!stored.has(digest)) await backUp(host.backups, [bytes]);
  const after = { sha256: digest, size: bytes.length, ...backedUpRights(meta) };
  return {
    kind: 'file',
    file: { path, before: null, after },
    identity: isSettled(identity, host.clock.now()) ? identity : null,
  };
}

function snapshotManifest(
  { instance, root }: ManagedPlace,
  taken: Pick<BackupManifest, 'id' | 'at' | 'files' | 'skipped'>,
): BackupManifest {
  const [host = ''] = instance.split('/');
  return {
    kind: MANIFEST_KIND,
    version: MANIFEST_VERSION,
    id: taken.id,
    host,
    instance,
    root,
    at: taken.at,
    cause: 'snapshot',
    revision: '',
    planId: '',
    of: null,
    liveWriteSafe: false,
    files: taken.files,
    skipped: taken.skipped,
  };
}
