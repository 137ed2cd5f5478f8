import * as z from 'zod';
import type { ChangeRequest, Review } from '../../../core/model/change-request.ts';
import type { ChangeRequests } from '../../../ports/forge.ts';
import { author, id, instant, sha, webAddress } from './answers.ts';
import type { GitHubApi } from './github-api.ts';
import type { Call } from './github-failures.ts';

const LIST_OPEN: Call = {
  operation: 'pulls/list',
  does: 'list the open pull requests',
  permission: 'Pull requests: read',
};
const OF_COMMIT: Call = {
  operation: 'repos/list-pull-requests-associated-with-commit',
  does: 'find the pull requests of a commit',
  permission: 'Pull requests: read',
  isAboutFreshCommit: true,
};
const REVIEWS: Call = {
  operation: 'pulls/list-reviews',
  does: 'read the reviews of a pull request',
  permission: 'Pull requests: read',
};

const repository = z.object({ full_name: z.string() });
const pull = z.object({
  number: id,
  title: z.string(),
  user: author,
  state: z.enum(['open', 'closed']),
  draft: z.boolean().optional(),
  merged_at: z.string().nullish(),
  merge_commit_sha: sha.nullish(),
  html_url: webAddress,
  head: z.object({ sha, ref: z.string(), repo: repository.nullish() }),
  base: z.object({ ref: z.string(), repo: repository }),
});

const VERDICTS: ReadonlyMap<string, Review['verdict']> = new Map([
  ['APPROVED', 'approved'],
  ['CHANGES_REQUESTED', 'changes-requested'],
  ['DISMISSED', 'dismissed'],
  ['COMMENTED', 'commented'],
]);
const facts = { user: author, commit_id: sha.nullish() };
const review = z.union([
  z.object({ ...facts, state: z.literal('PENDING') }),
  z.object({ ...facts, state: z.string(), submitted_at: instant }),
]);

export function createChanges(api: GitHubApi): ChangeRequests {
  return {
    listOpen: async (branch) => {
      const pulls = await api.list({
        call: LIST_OPEN,
        item: pull,
        mayBePart: true,
        send: (octokit, asked) =>
          octokit.request('GET /repos/{owner}/{repo}/pulls', {
            ...asked,
            state: 'open',
            base: branch,
            sort: 'created',
            direction: 'asc',
          }),
      });
      return pulls
        .map(toChangeRequest)
        .filter((change) => change.state === 'open' && change.baseBranch === branch);
    },
    ofCommit: async (commit) => {
      const pulls = await api.list({
        call: OF_COMMIT,
        item: pull,
        send: (octokit, asked) =>
          octokit.request('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', {
            ...asked,
            commit_sha: commit,
          }),
      });
      return pulls.map(toChangeRequest).filter((change) => change.state === 'merged');
    },
    reviewsOf: async (number) => {
      const reviews = await api.list({
        call: REVIEWS,
        item: review,
        send: (octokit, asked) =>
          octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
            ...asked,
            pull_number: number,
          }),
      });
      return reviews.flatMap(toReview);
    },
  };
}

function toChangeRequest(data: z.infer<typeof pull>): ChangeRequest {
  const isMerged = data.merged_at !== null && data.merged_at !== undefined;
  return {
    number: data.number,
    title: data.title,
    author: data.user,
    state: isMerged ? 'merged' : data.state,
    isDraft: data.draft ?? false,
    isFromSameRepository: data.head.repo?.full_name.toLowerCase() === data.base.repo.full_name.toLowerCase(),
    head: data.head.sha,
    headBranch: data.head.ref,
    baseBranch: data.base.ref,
    // Of an open one this is a trial merge that is on no branch.
    mergeCommit: isMerged ? (data.merge_commit_sha ?? undefined) : undefined,
    url: data.html_url,
  };
}

/** Nothing for one that is not submitted yet. */
function toReview(data: z.infer<typeof review>): readonly Review[] {
  const verdict = VERDICTS.get(data.state);
  return verdict === undefined || !('submitted_at' in data)
    ? []
    : [{ reviewer: data.user, verdict, commit: data.commit_id ?? undefined, at: data.submitted_at }];
}
