import type { HostWriters } from '../apply/host-writers.ts';
import { isUndone } from '../apply/restore-run.ts';
import type { ActivationNote } from './activation-note.ts';

const LOOK_BACK = 1000;

/**
 * The run that wrote an activation's files: of its note, or of the history where whoever wrote them was killed before he
 * could note it. Null where nothing was written, or a person has taken it back.
 */
export function runOf({ history }: Pick<HostWriters, 'history'>, note: ActivationNote): string | null {
  const written = history
    .list(LOOK_BACK)
    .find(
      ({ instance, kind, at }) => instance === note.instance.id && kind === 'apply' && at >= note.begunAt,
    );
  if (written?.outcome !== 'applied' || isUndone({ history }, written.id)) return note.runId;
  return written.id;
}
