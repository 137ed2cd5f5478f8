import type { CommitSha } from '../../core/model/revision.ts';
import type { Notes } from '../../ports/notes.ts';
import type { ApprovedPlan } from './accepted-revision.ts';

/** What this host last answered to an open pull request. */
export interface PullNote {
  readonly number: number;
  readonly head: CommitSha;
  /** Every plan that was shown for this head, oldest first. */
  readonly plans: readonly ShownPlan[];
}

export interface ShownPlan {
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  /** Null where no plan could be made. */
  readonly plan: ApprovedPlan | null;
}

const PREFIX = 'pull/';
const KEPT = 200;
const PLANS_KEPT = 20;

export function readPull(notes: Notes, number: number): PullNote | undefined {
  const text = notes.get(nameOf(number));
  return text === undefined ? undefined : (JSON.parse(text) as PullNote);
}

/** Adds a plan to those that were shown for this head. Keeps the newest pull requests alone, by number. */
export function showPlan(
  notes: Notes,
  { number, head }: Pick<PullNote, 'number' | 'head'>,
  shown: ShownPlan,
): void {
  const known = readPull(notes, number);
  const earlier = known?.head === head ? known.plans : [];
  if (JSON.stringify(earlier.at(-1)?.plan) === JSON.stringify(shown.plan)) return;
  const note: PullNote = { number, head, plans: [...earlier, shown].slice(-PLANS_KEPT) };
  notes.put(nameOf(number), JSON.stringify(note));
  const names = notes.names(PREFIX);
  for (const name of names.slice(0, Math.max(0, names.length - KEPT))) notes.put(name, undefined);
}

/** The plan that could be seen at a time; the newest when no time is given. */
export function planShownAt({ plans }: PullNote, at: number | undefined): ApprovedPlan | null {
  // A forge tells times by the second, cut off.
  const shown = at === undefined ? plans.at(-1) : plans.findLast((plan) => plan.at < at + 1000);
  return shown?.plan ?? null;
}

/** Padded, so that names sort by number. */
function nameOf(number: number): string {
  return `${PREFIX}${String(number).padStart(10, '0')}`;
}
