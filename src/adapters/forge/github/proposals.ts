import * as z from 'zod';
import { MistakeError } from '../../../core/model/errors.ts';
import type { Proposal, ProposalDraft } from '../../../core/model/publication.ts';
import type { CommitSha } from '../../../core/model/revision.ts';
import type { Proposals } from '../../../ports/forge.ts';
import { anything, id, sha, webAddress } from './answers.ts';
import type { GitHubApi } from './github-api.ts';
import type { Call } from './github-failures.ts';

const CONTENTS = 'Contents: write';
const COMMIT: Call = {
  operation: 'git/get-commit',
  does: 'read the commit that a change begins at',
  permission: 'Contents: read',
};
const TREE: Call = { operation: 'git/create-tree', does: 'write the changed files', permission: CONTENTS };
const MAKE: Call = { operation: 'git/create-commit', does: 'commit the changed files', permission: CONTENTS };
const NEW_BRANCH: Call = { operation: 'git/create-ref', does: 'make a branch', permission: CONTENTS };
const MOVE_BRANCH: Call = { operation: 'git/update-ref', does: 'move its own branch', permission: CONTENTS };
const LIST: Call = {
  operation: 'pulls/list',
  does: 'list the open pull requests',
  permission: 'Pull requests: read',
};
const OPEN: Call = {
  operation: 'pulls/create',
  does: 'open a pull request',
  permission: 'Pull requests: write',
};
const commit = z.object({ tree: z.object({ sha }) });
const made = z.object({ sha });
const pull = z.object({
  number: id,
  html_url: webAddress,
  state: z.string(),
  head: z.object({ ref: z.string() }),
});

/** Where GitHub is, for the addresses of its pages and the owner of branches. */
export interface ProposalPlace {
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
}

/** Pull requests of our own. A crash in between leaves a branch without one, which the next attempt takes over. */
export function createProposals(api: GitHubApi, place: ProposalPlace): Proposals {
  const owner = place.repository.split('/')[0] ?? '';
  const findOpen = (branch: string) => findPull(api, owner, branch);
  return {
    ensureOpen: async (draft) => {
      const open = await findOpen(draft.branch);
      if (open !== undefined) return { ...open, isNew: false };
      await putBranch(api, draft.branch, await makeCommit(api, draft));
      const opened = await openPull(api, draft);
      if (opened !== undefined) return { ...opened, isNew: true };
      // Whoever did the same at the same moment was faster.
      const others = await findOpen(draft.branch);
      if (others !== undefined) return { ...others, isNew: false };
      throw nothingToPropose(draft);
    },
    addressOf: (branch, { file, line }) => {
      const path = [...branch.split('/'), ...file.split('/')].map(encodeURIComponent).join('/');
      return `${webAddressOf(place)}/blob/${path}${line > 0 ? `#L${line}` : ''}`;
    },
  };
}

function webAddressOf({ apiUrl, repository }: ProposalPlace): string {
  const { protocol, host } = new URL(apiUrl);
  return `${protocol}//${host === 'api.github.com' ? 'github.com' : host}/${repository}`;
}

async function findPull(
  api: GitHubApi,
  owner: string,
  branch: string,
): Promise<Omit<Proposal, 'isNew'> | undefined> {
  const pulls = await api.list({
    call: LIST,
    item: pull,
    mayBePart: true,
    send: (octokit, asked) =>
      octokit.request('GET /repos/{owner}/{repo}/pulls', {
        ...asked,
        state: 'open',
        head: `${owner}:${branch}`,
      }),
  });
  const found = pulls.find(({ state, head }) => state === 'open' && head.ref === branch);
  return found && { number: found.number, url: found.html_url };
}

async function makeCommit(api: GitHubApi, { from, files, title }: ProposalDraft): Promise<CommitSha> {
  const begun = await api.ask({
    call: COMMIT,
    answer: commit,
    send: (octokit, asked) =>
      octokit.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', { ...asked, commit_sha: from }),
  });
  const tree = await api.ask({
    call: TREE,
    answer: made,
    send: (octokit, asked) =>
      octokit.request('POST /repos/{owner}/{repo}/git/trees', {
        ...asked,
        base_tree: begun.tree.sha,
        tree: [...files].map(([path, content]) => ({
          path,
          content,
          mode: '100644' as const,
          type: 'blob' as const,
        })),
      }),
  });
  const committed = await api.ask({
    call: MAKE,
    answer: made,
    send: (octokit, asked) =>
      octokit.request('POST /repos/{owner}/{repo}/git/commits', {
        ...asked,
        message: title,
        tree: tree.sha,
        parents: [from],
      }),
  });
  return committed.sha;
}

/** The branch is ours, and no pull request of it is open: what it held is in nobody's review. */
async function putBranch(api: GitHubApi, branch: string, tip: CommitSha): Promise<void> {
  const created = await api.askIfNew({
    call: NEW_BRANCH,
    answer: anything,
    send: (octokit, asked) =>
      octokit.request('POST /repos/{owner}/{repo}/git/refs', {
        ...asked,
        ref: `refs/heads/${branch}`,
        sha: tip,
      }),
  });
  if (created !== undefined) return;
  await api.ask({
    call: MOVE_BRANCH,
    answer: anything,
    send: (octokit, asked) =>
      octokit.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', {
        ...asked,
        ref: `heads/${branch}`,
        sha: tip,
        force: true,
      }),
  });
}

function openPull(
  api: GitHubApi,
  { branch, base, title, body }: ProposalDraft,
): Promise<Omit<Proposal, 'isNew'> | undefined> {
  const asked = api.askIfNew({
    call: OPEN,
    answer: pull,
    send: (octokit, known) =>
      octokit.request('POST /repos/{owner}/{repo}/pulls', { ...known, head: branch, base, title, body }),
  });
  return asked.then((opened) => opened && { number: opened.number, url: opened.html_url });
}

function nothingToPropose({ branch, base }: ProposalDraft): MistakeError {
  return new MistakeError(
    'GitHub refuses to open a pull request for the branch that homeamp made.',
    `Look at the branch ${branch}: it may hold nothing that ${base} lacks. Delete it, then try again.`,
  );
}
