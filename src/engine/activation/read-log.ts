import type { InstancePath } from '../../core/model/instance.ts';
import type { LiveFileReader, RootPath } from '../../ports/live-files.ts';

const LOG = 'logs/latest.log' as InstancePath;
const MAX_BYTES = 8 * 1024 * 1024;

/** The lines of the run's own log as far as it is kept; none where the server writes no such file. */
export function readLogLines(files: Pick<LiveFileReader, 'tail'>, root: RootPath): readonly string[] {
  return files.tail(root, LOG, MAX_BYTES)?.split(/\r?\n/) ?? [];
}
