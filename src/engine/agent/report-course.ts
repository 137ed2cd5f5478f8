import type { CourseReport } from '../../core/report/report.ts';
import type { Notes } from '../../ports/notes.ts';
import { readAccepted } from './accepted-revision.ts';
import { readHeld } from './held-note.ts';

/** What this host's agent last decided about the branch. */
export function reportCourse(notes: Notes): CourseReport {
  const accepted = readAccepted(notes);
  const held = readHeld(notes);
  return {
    accepted:
      accepted === undefined
        ? null
        : {
            revision: accepted.sha,
            at: accepted.at,
            how: accepted.how,
            by: accepted.by,
            reason: accepted.reason,
          },
    held: held === undefined ? null : { commit: held.commit, ...held.reason },
  };
}
