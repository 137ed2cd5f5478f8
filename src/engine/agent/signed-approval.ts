import type { BranchCommit } from '../../core/model/branch-commit.ts';
import type { AcceptedRevision } from './accepted-revision.ts';
import type { AgentHost } from './agent-host.ts';
import { HELD } from './held-reasons.ts';
import type { HeldStep, Step } from './step.ts';

export interface UnreviewedCommit {
  readonly from: AcceptedRevision;
  readonly commit: BranchCommit;
  readonly required: number;
}

/**
 * Without a forge, a signature approves: by somebody whom the policy names (anybody on the host's list of signers
 * where it names nobody) and who is not the author of what was merged, or of the commit itself when it is no merge.
 */
export async function approvalBySignature(
  agent: AgentHost,
  { from, commit, required }: UnreviewedCommit,
): Promise<Step | HeldStep> {
  const held = (reason: HeldStep['reason']): HeldStep => ({ kind: 'held', reason, pulls: [] });
  if (!agent.gates.hasSigners) return held(HELD.noSigners);
  if (required > 1) return held(HELD.needsOneSigner);
  const [signature] = await agent.history.signatures([commit.sha]);
  if (signature?.kind !== 'good') return held(HELD.unsigned(commit.sha, signature));
  const names = namesOf(signature.signer);
  const { by } = from.approval;
  const isNamed = by.length === 0 || by.some((name) => names.includes(name.toLowerCase()));
  const authors = await authorsOf(agent, commit);
  if (!isNamed || names.some((name) => authors.has(name))) return held(HELD.selfSigned(commit.sha));
  return {
    kind: 'step',
    commits: [commit],
    how: 'signed',
    by: [signature.signer],
    change: undefined,
    approvedAt: undefined,
  };
}

/** The signer as the list has it, and the address in a key's user id such as `Alice <alice@example.org>`. */
function namesOf(signer: string): readonly string[] {
  const address = /<([^<>]{1,320})>/.exec(signer)?.[1];
  return [signer, ...(address === undefined ? [] : [address])].map((name) => name.toLowerCase());
}

async function authorsOf(agent: AgentHost, commit: BranchCommit): Promise<ReadonlySet<string>> {
  const [, ...merged] = commit.parents;
  if (merged.length === 0) return new Set([commit.authorEmail.toLowerCase()]);
  const heads = await Promise.all(merged.map((sha) => agent.history.commit(sha)));
  return new Set(heads.map((head) => head.authorEmail.toLowerCase()));
}
