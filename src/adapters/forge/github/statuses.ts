import * as z from 'zod';
import type { CommitStatuses } from '../../../ports/forge.ts';
import { anything } from './answers.ts';
import type { GitHubApi } from './github-api.ts';
import type { Call } from './github-failures.ts';

const LIST: Call = {
  operation: 'repos/list-commit-statuses-for-ref',
  does: 'read the statuses of a commit',
  permission: 'Commit statuses: read',
  isAboutFreshCommit: true,
};
const CREATE: Call = {
  operation: 'repos/create-commit-status',
  does: 'set the status of a commit',
  permission: 'Commit statuses: write',
};
const status = z.object({
  context: z.string(),
  state: z.enum(['pending', 'success', 'failure', 'error']),
  description: z.string().nullish(),
});

export function createStatuses(api: GitHubApi): CommitStatuses {
  return {
    latest: async (sha, context) => {
      // GitHub lists the newest first.
      const pages = api.pages({
        call: LIST,
        item: status,
        mayBePart: true,
        send: (octokit, asked) =>
          octokit.request('GET /repos/{owner}/{repo}/commits/{ref}/statuses', { ...asked, ref: sha }),
      });
      for await (const page of pages) {
        const found = page.find((entry) => entry.context === context);
        if (found !== undefined) return { state: found.state, description: found.description ?? '' };
      }
      return undefined;
    },
    set: async (sha, context, { state, description }) => {
      await api.ask({
        call: CREATE,
        answer: anything,
        send: (octokit, asked) =>
          octokit.request('POST /repos/{owner}/{repo}/statuses/{sha}', {
            ...asked,
            sha,
            context,
            state,
            description,
          }),
      });
    },
  };
}
