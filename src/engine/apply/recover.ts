import type { InstanceId } from '../../core/model/instance.ts';
import type { JournalEntry, JournalFile } from '../../ports/state-store.ts';
import { auditRecovery } from '../audit/audit-recovery.ts';
import { fetchImage } from './backup.ts';
import type { FileReplacer } from './host-writers.ts';
import { parsePayload, recordHistory } from './record-history.ts';
import { currentDigest, restoreImage } from './replace-files.ts';
import type { Image } from './replacement.ts';

export interface Recovery {
  readonly id: string;
  readonly instance: InstanceId;
  /**
   * `finished`: all files were new already. `put-back`: they are as before. `kept`: a person ordered to leave them as
   * they are. `frozen`: a person must look.
   */
  readonly outcome: 'finished' | 'put-back' | 'kept' | 'frozen';
  readonly message: string;
}

/**
 * Brings every apply that was cut off to an end, so that each instance's files are wholly old or wholly new. Entries
 * that are frozen already stay so: only an order (`rollback ID`) tries them again.
 */
export async function recover(host: FileReplacer): Promise<readonly Recovery[]> {
  const recoveries: Recovery[] = [];
  for (const entry of host.journal.unfinished()) {
    if (entry.step !== 'frozen') recoveries.push(await recoverEntry(host, entry));
  }
  return recoveries;
}

/** Recovers one entry, frozen or not. */
export async function recoverEntry(host: FileReplacer, entry: JournalEntry): Promise<Recovery> {
  const about = { id: entry.id, instance: entry.instance };
  try {
    for (const file of entry.files) discardTemporary(host, entry, file.temporaryName);
    const now = entry.files.map((file) => currentDigest(host, entry.root, file.path));
    const allNew = entry.files.every((file, index) => now[index] === file.after);
    if (entry.step === 'committed' || (entry.step === 'committing' && allNew)) {
      recordHistory(host, { ...about, files: entry.files, payload: parsePayload(entry.payload) });
      host.journal.remove(entry.id);
      return { ...about, outcome: 'finished', message: 'every file had been written' };
    }
    // Before `committing` no target was touched, so what differs now is somebody's own edit.
    const touched = entry.step === 'staging' ? [] : entry.files;
    for (const [index, file] of touched.entries()) await putFileBack(host, entry, file, now[index]);
    auditRecovery(host, entry, 'put-back');
    host.journal.remove(entry.id);
    return { ...about, outcome: 'put-back', message: 'every file is as it was before' };
  } catch (failure) {
    host.journal.write({ ...entry, step: 'frozen' });
    auditRecovery(host, entry, 'frozen');
    return {
      ...about,
      outcome: 'frozen',
      message: failure instanceof Error ? failure.message : 'unknown failure',
    };
  }
}

/** Ends a frozen run as its files are now, on a person's order: nothing is put back and nothing is recorded as applied. */
export function keepFiles(host: FileReplacer, entry: JournalEntry): Recovery {
  for (const file of entry.files) discardTemporary(host, entry, file.temporaryName);
  auditRecovery(host, entry, 'kept');
  host.journal.remove(entry.id);
  const message = 'the files stay as they are now';
  return { id: entry.id, instance: entry.instance, outcome: 'kept', message };
}

async function putFileBack(
  host: FileReplacer,
  entry: JournalEntry,
  file: JournalFile,
  now: string | undefined,
): Promise<void> {
  if (now === file.before) return;
  if (now !== file.after)
    throw new Error(`${file.path} is neither the old nor the new file: somebody changed it`);
  const temporaryName = `.homeamp-${entry.id}-restore.tmp`;
  discardTemporary(host, entry, temporaryName);
  const image = await imageOf(host, file);
  restoreImage(host, { root: entry.root, path: file.path, image, temporaryName });
}

/** The file's image before the run, from the backups; undefined when there was no file. */
export async function imageOf(host: FileReplacer, file: JournalFile): Promise<Image | undefined> {
  if (file.before === 'absent') return undefined;
  const bytes = await fetchImage(host.backups, file.before);
  return { bytes, digest: file.before, meta: { mode: file.mode, uid: file.uid, gid: file.gid } };
}

function discardTemporary(host: FileReplacer, entry: JournalEntry, temporaryName: string): void {
  for (const { path } of entry.files) host.writer.discard({ root: entry.root, path, temporaryName });
}
