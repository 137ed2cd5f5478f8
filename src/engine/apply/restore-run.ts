import { ApplyFailedError } from '../../core/model/errors.ts';
import type { HistoryEntry } from '../../ports/state-store.ts';
import { sha256 } from '../digest.ts';
import type { FileReplacer } from './host-writers.ts';
import { parsePayload } from './record-history.ts';
import { imageOf } from './recover.ts';
import type { LiveImage, Replacement } from './replacement.ts';
import { newRunId, partId } from './run-id.ts';
import { writeUndo } from './write-undo.ts';

const LOOK_BACK = 1000;

export function isCompletelyLiveSafe(entry: HistoryEntry): boolean {
  return parsePayload(entry.payload).liveWriteSafe;
}

/**
 * Puts every file of a run back to the byte, whatever the server made of it since: what lies there now is backed up
 * first. Nothing happens when the run was undone already. The caller must know that no server can save over it.
 */
export async function restoreRun(host: FileReplacer, runId: string, why: string): Promise<void> {
  const entry = host.history.get(runId);
  if (entry === undefined || isUndone(host, runId)) return;
  const original = parsePayload(entry.payload);
  const replacements: Replacement[] = [];
  for (const file of entry.files) {
    const before = imageNow(host, original.root, file.path);
    const after = await imageOf(host, file);
    if (before?.digest !== after?.digest) replacements.push({ path: file.path, before, after });
  }
  await writeUndo(host, { id: partId(newRunId(host.clock), 0), entry, replacements, message: why });
}

export function isUndone(host: Pick<FileReplacer, 'history'>, runId: string): boolean {
  return host.history
    .list(LOOK_BACK)
    .some(({ kind, of, outcome }) => kind === 'rollback' && of === runId && outcome === 'applied');
}

function imageNow(host: FileReplacer, root: string, path: Replacement['path']): LiveImage | undefined {
  const live = host.files.read(root, path);
  if (live.kind === 'present') return { bytes: live.bytes, digest: sha256(live.bytes), meta: live.meta };
  if (live.kind === 'absent') return undefined;
  throw new ApplyFailedError(
    `${path} can't be read, so it can't be put back: ${live.reason}`,
    'Mend the file on the server, then run `homeamp rollback`.',
  );
}
