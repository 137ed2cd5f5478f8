import * as z from 'zod';
import type { Post, PostDraft } from '../../../core/model/publication.ts';
import { author, id } from './answers.ts';
import type { AuthoredPost } from './comment-posts.ts';
import type { GitHubApi } from './github-api.ts';
import type { Call } from './github-failures.ts';

/** Issues that carry our label. */
export interface DriftPosts {
  list(): Promise<readonly AuthoredPost[]>;
  create(draft: PostDraft): Promise<Post>;
  update(issue: number, draft: PostDraft): Promise<boolean>;
  close(issue: number): Promise<void>;
}

const LABEL = 'homeamp';
const LIST: Call = {
  operation: 'issues/list-for-repo',
  does: 'read the issues about drift',
  permission: 'Issues: read',
};
const CREATE: Call = {
  operation: 'issues/create',
  does: 'open an issue about drift',
  permission: 'Issues: write',
};
const UPDATE: Call = {
  operation: 'issues/update',
  does: 'change the issue about drift',
  permission: 'Issues: write',
};
const issue = z.object({
  number: id,
  body: z.string().nullish(),
  state: z.string(),
  user: author,
  /** GitHub lists pull requests as issues too. */
  pull_request: z.unknown().optional(),
});

interface IssueChange {
  readonly title?: string;
  readonly body?: string;
  readonly state: 'open' | 'closed';
}

export function createDriftPosts(api: GitHubApi): DriftPosts {
  const change = (number: number, changed: IssueChange): Promise<z.infer<typeof issue> | undefined> =>
    api.askIfThere({
      call: UPDATE,
      answer: issue,
      send: (octokit, asked) =>
        octokit.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
          ...asked,
          ...changed,
          issue_number: number,
        }),
    });
  return {
    list: async () => {
      const issues = await api.list({
        call: LIST,
        item: issue,
        send: (octokit, asked) =>
          octokit.request('GET /repos/{owner}/{repo}/issues', {
            ...asked,
            labels: LABEL,
            state: 'all',
            sort: 'created',
            direction: 'asc',
          }),
      });
      return issues
        .filter((entry) => entry.pull_request === undefined)
        .map((entry) => ({ author: entry.user, post: toPost(entry) }));
    },
    create: async ({ title, body, isOpen }) => {
      const made = await api.ask({
        call: CREATE,
        answer: issue,
        send: (octokit, asked) =>
          octokit.request('POST /repos/{owner}/{repo}/issues', { ...asked, title, body, labels: [LABEL] }),
      });
      // Issues can't be made closed.
      const final = isOpen ? made : await change(made.number, { state: 'closed' });
      return toPost(final ?? made);
    },
    update: async (number, { title, body, isOpen }) =>
      (await change(number, { title, body, state: isOpen ? 'open' : 'closed' })) !== undefined,
    close: async (number) => {
      await change(number, { state: 'closed' });
    },
  };
}

function toPost(data: z.infer<typeof issue>): Post {
  return {
    thread: { kind: 'drift' },
    id: data.number,
    body: data.body ?? '',
    isOpen: data.state === 'open',
  };
}
