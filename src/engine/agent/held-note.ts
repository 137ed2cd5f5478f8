import type { BlockedReason } from '../../core/model/plan.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import type { Notes } from '../../ports/notes.ts';

/** Why newer commits of the branch wait, and the first of them. */
export interface HeldCommits {
  readonly reason: BlockedReason;
  readonly commit: CommitSha;
  readonly pulls: readonly number[];
}

const HELD = 'held';

/** Why newer commits of the branch wait, as the last pass found it. */
export function readHeld(notes: Notes): HeldCommits | undefined {
  const text = notes.get(HELD);
  return text === undefined ? undefined : (JSON.parse(text) as HeldCommits);
}

export function writeHeld(notes: Notes, held: HeldCommits | undefined): void {
  const text = held === undefined ? undefined : JSON.stringify(held);
  if (notes.get(HELD) !== text) notes.put(HELD, text);
}
