import type { CourseReport, StageReport } from '../../core/report/report.ts';
import type { Notes } from '../../ports/notes.ts';
import { type AcceptedRevision, readAccepted } from './accepted-revision.ts';
import { readHeld } from './held-note.ts';
import { readRollout } from './rollout-note.ts';

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
    stages: stagesOf(notes, accepted),
  };
}

function stagesOf(notes: Notes, accepted: AcceptedRevision | undefined): readonly StageReport[] {
  const rollout = readRollout(notes);
  if (rollout === undefined || rollout.treeId !== accepted?.treeId) return [];
  return rollout.stages.map(({ stage, word, until }) => ({ stage, word, until: until ?? null }));
}
