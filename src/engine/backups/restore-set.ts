import { ApplyFailedError, OperatingError, StalePlanError, TransientError } from '../../core/model/errors.ts';
import type { JournalFile } from '../../ports/state-store.ts';
import type { FileReplacer } from '../apply/host-writers.ts';
import { type RunPayload, recordFailure, recordHistory } from '../apply/record-history.ts';
import { replaceFiles } from '../apply/replace-files.ts';
import type { Image, LiveImage, Replacement } from '../apply/replacement.ts';
import { sha256 } from '../digest.ts';
import { rightsOf } from './backed-up-rights.ts';
import { type BackupPlace, fetchImageAnywhere } from './backup-places.ts';
import type { FileRestore, RestoreHost, SetRestore } from './plan-restore.ts';

/**
 * Throws `TransientError` while a server runs that would save its own values over what is brought back, and when an
 * image of the plan is lost or damaged. Nothing is written.
 */
export async function assertCanBeRestored(
  host: Pick<FileReplacer, 'control'>,
  places: readonly BackupPlace[],
  { manifest, root, files }: SetRestore,
): Promise<void> {
  const state = host.control.processState(root);
  if (state.kind !== 'stopped' && !manifest.liveWriteSafe) {
    const why =
      state.kind === 'running'
        ? 'its server is running'
        : `whether its server runs is not known: ${state.reason}`;
    throw new TransientError(
      `${manifest.instance}: ${why}, and it could save its own values over what is brought back`,
      'Nothing was changed. Stop the server in AMP, then run this again.',
    );
  }
  for (const { wanted, action } of files) {
    if (wanted !== null && action !== 'rights') await fetchImageAnywhere(places, wanted.sha256);
  }
}

export interface RestoreOrder {
  /** Of the run that this becomes. */
  readonly id: string;
  readonly restore: SetRestore;
  readonly folderOwner: boolean;
}

/**
 * Brings a set back as a run of its own: what is there now is backed up first, every file is read back, all of them
 * change or none. What is recorded as applied stays, so that a plan shows what differs from Git as drift.
 */
export async function restoreSet(
  host: RestoreHost,
  places: readonly BackupPlace[],
  order: RestoreOrder,
): Promise<void> {
  const { id, restore } = order;
  const { manifest, root } = restore;
  const replacements: Replacement[] = [];
  for (const file of restore.files) replacements.push(await replacementOf(host, places, { ...order, file }));
  const { instance } = manifest;
  const payload: RunPayload = {
    kind: 'restore',
    planId: manifest.planId,
    revision: manifest.revision,
    recordsBefore: [],
    recordsAfter: [],
    keys: 0,
    of: manifest.id,
    root,
    liveWriteSafe: manifest.liveWriteSafe,
  };
  const run = { id, instance, payload };
  const entry = { id, instance, root, startedAt: host.clock.now(), payload: JSON.stringify(payload) };
  const finish = (files: readonly JournalFile[]) => recordHistory(host, { ...run, files });
  try {
    await replaceFiles(host, { entry, replacements, finish });
  } catch (failure) {
    if (failure instanceof OperatingError) recordFailure(host, { ...run, files: [] }, failure);
    throw failure;
  }
}

async function replacementOf(
  host: RestoreHost,
  places: readonly BackupPlace[],
  { restore, file, folderOwner }: RestoreOrder & { readonly file: FileRestore },
): Promise<Replacement> {
  const { wanted, path } = file;
  const before = liveImage(host, restore, file);
  if (wanted === null) return { path, before, after: undefined };
  const meta = rightsOf(folderOwner ? { ...wanted, owner: null } : wanted);
  const bytes =
    before?.digest === wanted.sha256 ? before.bytes : await fetchImageAnywhere(places, wanted.sha256);
  const after: Image = { bytes, digest: wanted.sha256, meta };
  return { path, before, after };
}

function liveImage(
  { files }: RestoreHost,
  { root, manifest }: SetRestore,
  { path, now }: FileRestore,
): LiveImage | undefined {
  const live = files.read(root, path);
  if (live.kind === 'unreadable') throw new ApplyFailedError(`${path} can't be read: ${live.reason}`, NEXT);
  const image =
    live.kind === 'absent' ? undefined : { bytes: live.bytes, digest: sha256(live.bytes), meta: live.meta };
  if ((image?.digest ?? 'absent') === now) return image;
  throw new StalePlanError(`${manifest.instance}: ${path} was changed meanwhile`, NEXT);
}

const NEXT = 'Nothing was changed on this instance. Run this again and look at what it shows.';
