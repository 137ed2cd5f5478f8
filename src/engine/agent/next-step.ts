import type { BranchCommit } from '../../core/model/branch-commit.ts';
import type { ChangeRequest } from '../../core/model/change-request.ts';
import { OperatingError } from '../../core/model/errors.ts';
import type { AcceptedHow, AcceptedRevision } from './accepted-revision.ts';
import type { AgentHost } from './agent-host.ts';
import { approvalOf } from './approval-of.ts';
import { HELD } from './held-reasons.ts';
import { approvalBySignature } from './signed-approval.ts';
import type { HeldStep, Step } from './step.ts';

/** Judges the oldest commits that are not taken yet: their signatures first, then their review. */
export async function nextStep(
  agent: AgentHost,
  from: AcceptedRevision,
  rest: readonly BranchCommit[],
): Promise<Step | HeldStep> {
  const judged = await judge(agent, from, rest);
  if (judged.kind === 'step') return judged;
  // What was pushed past the gates and taken back since leaves nothing to apply.
  const undone = rest.findIndex((commit) => commit.treeId === from.treeId);
  if (undone < 0) return judged;
  return stepOf(rest.slice(0, undone + 1), 'nothing-changed');
}

async function judge(
  agent: AgentHost,
  from: AcceptedRevision,
  rest: readonly BranchCommit[],
): Promise<Step | HeldStep> {
  const [first] = rest;
  if (first === undefined) return stepOf([], 'nothing-changed');
  if (first.treeId === from.treeId) return stepOf([first], 'nothing-changed');
  const required = Math.max(from.approval.required, agent.gates.minimumApprovals);
  if (required === 0) return signedStep(agent, await unreviewedStep(agent, rest));
  if (agent.forge.kind === 'none') return approvalBySignature(agent, { from, commit: first, required });
  const found = await findChange(agent, rest);
  if (found === undefined) return { kind: 'held', reason: HELD.directPush(first.sha), pulls: [] };
  const commits = rest.slice(0, found.count);
  const signed = await signedStep(agent, stepOf(commits, 'reviewed'));
  if (signed.kind === 'held') return { ...signed, pulls: [found.change.number] };
  const approval = await approvalOf(agent, { from, commits, change: found.change, required });
  if (approval.kind === 'missing') {
    return { kind: 'held', reason: approval.reason, pulls: [found.change.number] };
  }
  return { ...signed, by: approval.by, change: found.change, approvedAt: approval.at };
}

/** Nobody has to approve; which pull request it was is only for the reports, so not knowing is no reason to wait. */
async function unreviewedStep(agent: AgentHost, rest: readonly BranchCommit[]): Promise<Step> {
  const how = 'no-approval-needed';
  const one = stepOf(rest.slice(0, 1), how);
  if (agent.forge.kind === 'none') return one;
  try {
    const found = await findChange(agent, rest);
    return found === undefined ? one : { ...stepOf(rest.slice(0, found.count), how), change: found.change };
  } catch (failure) {
    if (failure instanceof OperatingError) return one;
    throw failure;
  }
}

function stepOf(commits: readonly BranchCommit[], how: AcceptedHow): Step {
  return { kind: 'step', commits, how, by: [], change: undefined, approvedAt: undefined };
}

/** The pull request that the first commit came with, and how many commits it became on the branch. */
async function findChange(
  agent: AgentHost,
  rest: readonly BranchCommit[],
): Promise<{ readonly change: ChangeRequest; readonly count: number } | undefined> {
  const [first] = rest;
  if (first === undefined) return undefined;
  const changes = await agent.forge.changes.ofCommit(first.sha);
  const ends = changes
    .filter((change) => change.state === 'merged' && change.baseBranch === agent.branch.name())
    .map((change) => ({ change, count: 1 + rest.findIndex((commit) => commit.sha === change.mergeCommit) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.count - b.count);
  return ends[0];
}

async function signedStep(agent: AgentHost, step: Step): Promise<Step | HeldStep> {
  if (!agent.gates.signaturesRequired) return step;
  const signatures = await agent.history.signatures(step.commits.map((commit) => commit.sha));
  for (const [index, commit] of step.commits.entries()) {
    const signature = signatures[index];
    if (signature?.kind === 'good') continue;
    return { kind: 'held', reason: HELD.unsigned(commit.sha, signature), pulls: [] };
  }
  return step;
}
