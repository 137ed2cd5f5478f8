import type { BlockedReason } from '../../core/model/plan.ts';
import type { ApprovalPolicy, BudgetPolicy } from '../../core/model/policy.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import type { AcceptedHow, AcceptedRevision } from './accepted-revision.ts';
import type { AgentHost } from './agent-host.ts';
import { broughtBy } from './brought-by.ts';
import { HELD } from './held-reasons.ts';
import { policyAt } from './policy-at.ts';

export type FirstRevision =
  | { readonly kind: 'accepted'; readonly revision: AcceptedRevision }
  | { readonly kind: 'held'; readonly reason: BlockedReason };

/**
 * The first revision of a host has no reviewed one before it that could vouch for it, so a person orders it, unless
 * the repository asks for no approval or the host's own file trusts it.
 */
export async function acceptFirst(agent: AgentHost, tip: CommitSha): Promise<FirstRevision> {
  const policy = await policyAt(agent, tip);
  const required = Math.max(policy?.approval.required ?? 1, agent.gates.minimumApprovals);
  if (required > 0 && !agent.gates.trustFirstRevision)
    return { kind: 'held', reason: HELD.firstRevision(tip) };
  if (agent.gates.signaturesRequired) {
    const [signature] = await agent.history.signatures([tip]);
    if (signature?.kind !== 'good') return { kind: 'held', reason: HELD.unsigned(tip, signature) };
  }
  return { kind: 'accepted', revision: await orderedRevision(agent, { sha: tip, how: 'first' }) };
}

export interface RevisionOrder {
  readonly sha: CommitSha;
  readonly how: Extract<AcceptedHow, 'first' | 'order' | 'break-glass'>;
  /** Who gave the order. */
  readonly by?: string;
  readonly reason?: string;
}

/** A revision that is taken as it is: its own policy holds from here on. */
export async function orderedRevision(agent: AgentHost, order: RevisionOrder): Promise<AcceptedRevision> {
  const commit = await agent.history.commit(order.sha);
  const policy = await policyAt(agent, order.sha);
  return {
    sha: order.sha,
    treeId: commit.treeId,
    broughtBy: await broughtBy(agent, order.sha),
    at: agent.clock.now(),
    how: order.how,
    by: order.by === undefined ? [] : [order.by],
    reason: order.reason ?? '',
    pulls: [],
    approval: policy?.approval ?? CAREFUL,
    budget: policy?.budget ?? UNBOUNDED,
    approved: null,
  };
}

/** Where a repository's own policy can't be read, somebody must approve the way out. */
const CAREFUL: ApprovalPolicy = { required: 1, by: [] };
const UNBOUNDED: BudgetPolicy = { instances: undefined, keys: undefined };
