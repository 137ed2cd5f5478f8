import type { CommitSha } from '../../core/model/revision.ts';
import type { Notes } from '../../ports/notes.ts';

const GOOD = 'good';

/** The last revision that this host compared itself with and that had no mistakes. */
export function readGood(notes: Pick<Notes, 'get'>): CommitSha | undefined {
  return notes.get(GOOD) as CommitSha | undefined;
}

export function writeGood(notes: Pick<Notes, 'put'>, sha: CommitSha): void {
  notes.put(GOOD, sha);
}
