import type { ChangeRequest, Review } from '../model/change-request.ts';
import type { BlockedReason } from '../model/plan.ts';

export interface ApprovalInput {
  readonly required: number;
  readonly change: Pick<ChangeRequest, 'number' | 'author' | 'head'>;
  /** Oldest first. */
  readonly reviews: readonly Review[];
  /** True for a login, lower case, whose approval counts by the policy. */
  readonly isAllowed: (login: string) => boolean;
}

export type Approval =
  /** `at`: when the last approval that was needed was given; milliseconds since 1970, UTC. */
  | { readonly kind: 'approved'; readonly by: readonly string[]; readonly at: number }
  | { readonly kind: 'missing'; readonly reason: BlockedReason };

/**
 * Counts approvals of the very commit that was merged, by people whom the policy allows, each once and never the
 * author's own. A reviewer's last decision counts: asking for changes or a dismissal takes an approval back.
 */
export function checkApproval(input: ApprovalInput): Approval {
  const decisions = lastDecisions(input.reviews);
  const judged = [...decisions].map(([login, review]) => ({ login, flaw: flawOf(input, login, review) }));
  const by = judged.filter(({ flaw }) => flaw === undefined).map(({ login }) => login);
  if (by.length >= input.required) {
    const times = by.map((login) => decisions.get(login)?.at ?? 0).sort((a, b) => a - b);
    return { kind: 'approved', by, at: times[Math.max(0, input.required - 1)] ?? 0 };
  }
  const flaws = judged.map(({ flaw }) => flaw).filter((flaw) => flaw !== undefined);
  const because = flaws.length === 0 ? '' : `: ${flaws.slice(0, MAX_TOLD).join('; ')}`;
  return {
    kind: 'missing',
    reason: {
      code: 'not-approved',
      message: `pull request #${input.change.number} has ${by.length} of ${input.required} approvals${because}`,
      help: 'Let somebody whom policy.approval names approve the pull request as it was merged (a review that is given after the merge counts too), or revert it.',
    },
  };
}

const MAX_TOLD = 5;

/** Each reviewer's newest decision; comments decide nothing. */
function lastDecisions(reviews: readonly Review[]): ReadonlyMap<string, Review> {
  const decisions = new Map<string, Review>();
  for (const review of reviews) {
    if (review.verdict !== 'commented') decisions.set(review.reviewer.toLowerCase(), review);
  }
  return decisions;
}

function flawOf(input: ApprovalInput, login: string, review: Review): string | undefined {
  if (review.verdict === 'changes-requested') return `${login} asks for changes`;
  if (review.verdict === 'dismissed') return `the approval of ${login} was dismissed`;
  if (login === input.change.author.toLowerCase()) return `${login} is the author`;
  if (review.commit !== input.change.head) return `${login} approved an earlier commit`;
  if (!input.isAllowed(login)) return `${login} is not among those who may approve`;
  return undefined;
}
