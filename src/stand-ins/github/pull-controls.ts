import { followHeads, pullRef } from './follow-heads.ts';
import { type HandMadeMerge, type MergeMethod, mergePulls, pushMerge } from './merge-pulls.ts';
import type { ReviewRecord } from './records.ts';
import { notFound } from './refusal.ts';
import type { World } from './world.ts';

export interface PullDraft {
  /** A branch of the bare repository, also for a fork. */
  readonly head: string;
  readonly base?: string;
  readonly author: string;
  readonly title?: string;
  readonly body?: string;
  readonly draft?: boolean;
  /** True: it comes from the author's own copy of the repository. */
  readonly fork?: boolean;
}

export interface ReviewDraft {
  readonly pull: number;
  readonly by: string;
  readonly verdict: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED';
  /** The current head when left out. */
  readonly commit?: string;
}

/** What people do with pull requests. */
export interface PullControls {
  openPull(draft: PullDraft): Promise<number>;
  closePull(number: number): void;
  setDraft(number: number, isDraft: boolean): void;
  /** The review's id. */
  review(draft: ReviewDraft): number;
  dismissReview(pull: number, id: number): void;
  /** The base's new tip. Rejects when the pull request is closed, a draft or in conflict. */
  merge(order: { readonly pull: number; readonly by: string; readonly method: MergeMethod }): Promise<string>;
  /** Merge commits one on top of the other, after which the base moves once. */
  mergeQueue(pulls: readonly number[], by: string): Promise<string>;
  /** Somebody who may push moves the base to a merge of the head that they made themselves: that merges it. */
  pushMerge(made: HandMadeMerge): void;
}

export function createPullControls(world: World): PullControls {
  return {
    openPull: async (draft) => openPull(world, draft),
    closePull: (number) => {
      followHeads(world);
      world.changeTicket(world.pull(number).number, { state: 'closed', closedAt: world.parts.now() });
    },
    setDraft: (number, isDraft) => world.changePull(number, { isDraft }),
    review: (draft) => addReview(world, draft),
    dismissReview: (number, id) => {
      const { reviews } = world.pull(number).pull;
      if (!reviews.some((review) => review.id === id)) throw notFound();
      world.changePull(number, {
        reviews: reviews.map((review) => (review.id === id ? dismissed(review) : review)),
      });
    },
    merge: async ({ pull, by, method }) => mergePulls(world, { pulls: [pull], by, method }),
    mergeQueue: async (pulls, by) => mergePulls(world, { pulls, by, method: 'queue' }),
    pushMerge: (made) => pushMerge(world, made),
  };
}

/** Opens it from a branch that must be there. */
export function openPull(world: World, draft: PullDraft): number {
  const { git } = world.parts;
  const baseBranch = draft.base ?? 'main';
  const headSha = git.resolve(`refs/heads/${draft.head}`);
  const baseSha = git.resolve(`refs/heads/${baseBranch}`);
  if (headSha === undefined || baseSha === undefined) {
    throw new Error(`There is no branch ${headSha === undefined ? draft.head : baseBranch}.`);
  }
  const { number } = world.openTicket({
    title: draft.title ?? draft.head,
    body: draft.body ?? '',
    author: draft.author,
    pull: {
      headBranch: draft.head,
      headSha,
      baseBranch,
      baseSha,
      isDraft: draft.draft ?? false,
      isFork: draft.fork ?? false,
      reviews: [],
      merge: undefined,
    },
  });
  git.updateRef(pullRef(number), headSha);
  return number;
}

function addReview(world: World, draft: ReviewDraft): number {
  followHeads(world);
  const { reviews, headSha } = world.pull(draft.pull).pull;
  const id = world.nextId();
  const review: ReviewRecord = {
    id,
    by: draft.by,
    state: draft.verdict,
    commit: draft.commit ?? headSha,
    at: world.parts.now(),
  };
  world.changePull(draft.pull, { reviews: [...reviews, review] });
  return id;
}

function dismissed(review: ReviewRecord): ReviewRecord {
  return { ...review, state: 'DISMISSED' };
}
