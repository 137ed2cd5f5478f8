import type { Signature } from '../../core/model/branch-commit.ts';
import type { BlockedReason } from '../../core/model/plan.ts';

/** Why the branch's newest commits are not taken, in words that stay the same as long as the cause does. */
export const HELD = {
  firstRevision: (sha: string): BlockedReason => ({
    code: 'first-revision',
    message: 'this host has not taken any revision yet',
    help: `Look at \`homeamp plan --revision ${sha.slice(0, 12)}\` on the host, then run \`homeamp resume --accept-history ${sha.slice(0, 12)}\`.`,
  }),
  rewritten: (tip: string): BlockedReason => ({
    code: 'history-rewritten',
    message: 'the branch was rewritten: the revision that this host has is no longer on it',
    help: `Find out who forced the push. To go on with the branch as it is now, run \`homeamp resume --accept-history ${tip.slice(0, 12)}\` on each host.`,
  }),
  tooLong: (tip: string): BlockedReason => ({
    code: 'too-many-commits',
    message: 'more commits came at once than can be traced to their reviews',
    help: `Look at them, then run \`homeamp resume --accept-history ${tip.slice(0, 12)}\` on each host.`,
  }),
  unsigned: (sha: string, signature: Signature | undefined): BlockedReason => ({
    code: 'not-signed',
    message: `commit ${sha.slice(0, 12)} has no signature that this host accepts: ${
      signature?.kind === 'untrusted' ? signature.reason : 'it is not signed'
    }`,
    help: 'Add the signer to the list of allowed signers on the host, or revert the commit.',
  }),
  directPush: (sha: string): BlockedReason => ({
    code: 'direct-push',
    message: `commit ${sha.slice(0, 12)} came to the branch without a pull request`,
    help: 'Revert it and open a pull request with the change, or run `homeamp apply --break-glass "reason"` on the host.',
  }),
  headUnknown: (number: number): BlockedReason => ({
    code: 'head-unknown',
    message: `the head of pull request #${number} can't be fetched, so nobody knows what was reviewed`,
    help: 'Revert the merge and open the pull request again, or run `homeamp apply --break-glass "reason"` on the host.',
  }),
  treeDiffers: (number: number): BlockedReason => ({
    code: 'tree-differs',
    message: `what was merged for pull request #${number} is not what was reviewed, merged into its base`,
    help: 'Revert the merge and open a new pull request, or run `homeamp apply --break-glass "reason"` on the host.',
  }),
  noSigners: {
    code: 'approval-impossible',
    message: 'the policy asks for approvals, and this host has neither a forge nor a list of allowed signers',
    help: 'Set gates.signatures or forge in agent.yaml, or policy.approval.required to 0 in fleet.yaml.',
  },
  needsOneSigner: {
    code: 'approval-impossible',
    message: 'the policy asks for more than one approval, and without a forge a signature gives just one',
    help: 'Set policy.approval.required to 1 or less in fleet.yaml, or configure a forge.',
  },
  selfSigned: (sha: string): BlockedReason => ({
    code: 'not-approved',
    message: `commit ${sha.slice(0, 12)} is not signed by somebody else whom policy.approval names`,
    help: 'Let another allowed signer merge the change with a signed merge commit, or revert it.',
  }),
  forgeAway: {
    code: 'forge-away',
    message: 'the reviews of newer commits can not be looked up at present',
    help: 'Nothing to do: the agent asks again. Until then nothing new is applied.',
  },
} as const;
