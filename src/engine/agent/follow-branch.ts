import type { BranchCommit } from '../../core/model/branch-commit.ts';
import { MistakeError, OperatingError, TransientError } from '../../core/model/errors.ts';
import type { BlockedReason } from '../../core/model/plan.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import { auditAccepted } from '../audit/audit-accepted.ts';
import { acceptFirst } from './accept-first.ts';
import { type AcceptedRevision, readAccepted, writeAccepted } from './accepted-revision.ts';
import type { AgentHost } from './agent-host.ts';
import { type HeldCommits, readHeld, writeHeld } from './held-note.ts';
import { HELD } from './held-reasons.ts';
import { nextStep } from './next-step.ts';
import { revisionAfter } from './revision-after.ts';
import type { Step } from './step.ts';

/** Where the host stands on the branch after looking at it. */
export interface Course {
  /** The branch's newest commit; undefined when the repository is away and was never fetched. */
  readonly tip: CommitSha | undefined;
  /** Undefined before the first revision. */
  readonly accepted: AcceptedRevision | undefined;
  /** True when this look accepted something. */
  readonly isNew: boolean;
  /** Why newer commits are not taken, and the pull requests that brought the first of them. */
  readonly held: HeldCommits | undefined;
  /** Set when the repository could not be asked; all else is then as known before. */
  readonly away: OperatingError | undefined;
}

const MAX_COMMITS = 500;

/** Fetches the branch and takes its new commits one by one, as far as every gate lets them through. */
export async function followBranch(agent: AgentHost): Promise<Course> {
  const seen = await lookAtBranch(agent);
  if (seen.tip === undefined || seen.away !== undefined) return seen;
  const course = await walk(agent, seen.accepted, seen.tip);
  if (course.isNew && course.accepted !== undefined) await take(agent, course.accepted, course.steps);
  const { accepted, isNew, held } = course;
  return { accepted, isNew, held, tip: seen.tip, away: undefined };
}

/** What was known of the branch at the last look. */
export async function recallCourse(agent: AgentHost): Promise<Course> {
  const known = { accepted: readAccepted(agent.notes), isNew: false, held: readHeld(agent.notes) };
  return { ...known, tip: await agent.branch.known(), away: undefined };
}

/** Fetches the branch and takes nothing. */
export async function lookAtBranch(agent: AgentHost): Promise<Course> {
  const known = { accepted: readAccepted(agent.notes), isNew: false, held: readHeld(agent.notes) };
  try {
    return { ...known, tip: await agent.branch.refresh(), away: undefined };
  } catch (away) {
    // A token that is refused or a branch that is gone, too, is no reason to stop watching what is in force.
    if (!(away instanceof OperatingError)) throw away;
    return { ...known, tip: await agent.branch.known(), away };
  }
}

/** Makes a revision the one that this host is to look like, whatever led to that: the steps to it, or an order. */
export async function take(
  agent: AgentHost,
  accepted: AcceptedRevision,
  steps: readonly Step[] = [],
): Promise<void> {
  await agent.branch.keep('applied', accepted.sha);
  agent.atOnce(() => {
    auditAccepted(agent, accepted, steps);
    writeAccepted(agent.notes, accepted);
    writeHeld(agent.notes, undefined);
  });
  agent.log.info('took a revision', { revision: accepted.sha, how: accepted.how, by: accepted.by.join(' ') });
}

interface Walk extends Pick<Course, 'accepted' | 'isNew' | 'held'> {
  readonly steps: readonly Step[];
}

async function walk(agent: AgentHost, known: AcceptedRevision | undefined, tip: CommitSha): Promise<Walk> {
  if (known === undefined) return walkFirst(agent, tip);
  const held = (reason: BlockedReason): Walk => ({
    accepted: known,
    isNew: false,
    held: { reason, commit: tip, pulls: [] },
    steps: [],
  });
  const line = await agent.history.line(known.sha, tip, MAX_COMMITS);
  switch (line.kind) {
    case 'rewritten':
      return held(HELD.rewritten(tip));
    case 'too-long':
      return held(HELD.tooLong(tip));
    case 'line':
      return walkLine(agent, known, line.commits);
  }
}

async function walkFirst(agent: AgentHost, tip: CommitSha): Promise<Walk> {
  const first = await acceptFirst(agent, tip);
  if (first.kind === 'accepted') return { accepted: first.revision, isNew: true, held: undefined, steps: [] };
  const held = { reason: first.reason, commit: tip, pulls: [] };
  return { accepted: undefined, isNew: false, held, steps: [] };
}

async function walkLine(
  agent: AgentHost,
  known: AcceptedRevision,
  commits: readonly BranchCommit[],
): Promise<Walk> {
  let accepted = known;
  const steps: Step[] = [];
  let rest = commits;
  while (rest.length > 0) {
    const step = await tryStep(agent, accepted, rest);
    if (step.kind === 'held') {
      const commit = rest[0]?.sha ?? known.sha;
      const held = { reason: step.reason, commit, pulls: step.pulls };
      return { accepted, isNew: steps.length > 0, held, steps };
    }
    steps.push(step);
    accepted = await revisionAfter(agent, accepted, { step, earlier: steps.slice(0, -1) });
    rest = rest.slice(step.commits.length);
  }
  return { accepted, isNew: steps.length > 0, held: undefined, steps };
}

/** A forge that is away or refuses holds the commits back; it never lets them through. */
async function tryStep(agent: AgentHost, accepted: AcceptedRevision, rest: readonly BranchCommit[]) {
  try {
    return await nextStep(agent, accepted, rest);
  } catch (failure) {
    if (failure instanceof TransientError)
      return { kind: 'held', reason: HELD.forgeAway, pulls: [] } as const;
    if (!(failure instanceof MistakeError)) throw failure;
    const reason = { code: 'forge-refused', message: failure.message, help: failure.next };
    return { kind: 'held', reason, pulls: [] } as const;
  }
}
