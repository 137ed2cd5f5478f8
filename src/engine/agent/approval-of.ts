import type { BranchCommit } from '../../core/model/branch-commit.ts';
import type { ChangeRequest, Review } from '../../core/model/change-request.ts';
import { type Approval, checkApproval } from '../../core/plan/check-approval.ts';
import type { AcceptedRevision } from './accepted-revision.ts';
import type { AgentHost } from './agent-host.ts';
import { HELD } from './held-reasons.ts';

export interface MergedChange {
  /** The revision before it: its policy says who must approve. */
  readonly from: AcceptedRevision;
  /** What the pull request became on the branch, oldest first. */
  readonly commits: readonly BranchCommit[];
  readonly change: ChangeRequest;
  readonly required: number;
}

/**
 * Whether a merged pull request was approved as it was merged. The merged tree must be the reviewed head merged into
 * its base, so that nothing can come in between the review and the branch.
 */
export async function approvalOf(agent: AgentHost, merged: MergedChange): Promise<Approval> {
  const { change, commits } = merged;
  const base = commits[0]?.parents[0];
  const end = commits.at(-1);
  if (base === undefined || end === undefined) return missing(HELD.treeDiffers(change.number));
  if (!(await agent.heads.fetch(change.number, change.head))) return missing(HELD.headUnknown(change.number));
  const [, mergedHead] = end.parents;
  if (mergedHead !== undefined && mergedHead !== change.head) {
    return missing(HELD.treeDiffers(change.number));
  }
  const expected = await agent.history.merge(base, change.head);
  if (expected.kind === 'conflict' || expected.treeId !== end.treeId) {
    return missing(HELD.treeDiffers(change.number));
  }
  const reviews = await agent.forge.changes.reviewsOf(change.number);
  const { by } = merged.from.approval;
  const judge = (allowed: ReadonlySet<string>) =>
    checkApproval({
      required: merged.required,
      change,
      reviews,
      isAllowed: (login) => allowed.has(login),
    });
  // Teams are asked for only where they matter: one that can't be seen takes nothing from the people who are named.
  const byName = judge(new Set(by.filter((name) => !isTeam(name)).map((name) => name.toLowerCase())));
  return byName.kind === 'approved' ? byName : judge(await allowedReviewers(agent, by, reviews));
}

function missing(reason: Extract<Approval, { kind: 'missing' }>['reason']): Approval {
  return { kind: 'missing', reason };
}

/** Lower-case logins among the reviewers whose approval counts. Without names in the policy: who may push. */
async function allowedReviewers(
  agent: AgentHost,
  by: readonly string[],
  reviews: readonly Review[],
): Promise<ReadonlySet<string>> {
  const reviewers = new Set(
    reviews.filter(({ verdict }) => verdict === 'approved').map(({ reviewer }) => reviewer.toLowerCase()),
  );
  const allowed = new Set<string>();
  for (const name of by) {
    if (!isTeam(name)) allowed.add(name.toLowerCase());
    else if (reviewers.size > 0) {
      for (const login of await agent.forge.people.membersOf(name)) allowed.add(login);
    }
  }
  if (by.length > 0) return allowed;
  for (const login of reviewers) if (await agent.forge.people.mayWrite(login)) allowed.add(login);
  return allowed;
}

function isTeam(name: string): boolean {
  return name.startsWith('@');
}
