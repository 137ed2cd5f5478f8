import * as z from 'zod';
import { MistakeError } from '../../../core/model/errors.ts';
import type { People } from '../../../ports/forge.ts';
import { login } from './answers.ts';
import type { GitHubApi } from './github-api.ts';
import type { Call } from './github-failures.ts';

const MEMBERS: Call = {
  operation: 'teams/list-members-in-org',
  does: 'see the members of a team',
  permission: 'Organization members: read',
};
const PERMISSION: Call = {
  operation: 'repos/get-collaborator-permission-level',
  does: 'see who may write to the repository',
  permission: 'Metadata: read',
};
// No dots: `..` would climb up in the address, to the members of the whole organisation.
const TEAM = /^@([A-Za-z0-9_-]{1,100})\/([A-Za-z0-9_-]{1,200})$/;
const LOGIN = /^[A-Za-z0-9_-]{1,100}(?:\[bot\])?$/;
const MAY_WRITE: readonly string[] = ['admin', 'maintain', 'write'];

export function createPeople(api: GitHubApi, ownLogin: () => Promise<string>): People {
  return {
    membersOf: async (team) => {
      const [, org, slug] = TEAM.exec(team) ?? [];
      if (org === undefined || slug === undefined) throw notATeam();
      return api.list({
        call: MEMBERS,
        item: login,
        // The repository is no part of this address, and octokit would put it into the query.
        send: (octokit, { request, per_page, page }) =>
          octokit.request('GET /orgs/{org}/teams/{team_slug}/members', {
            org,
            team_slug: slug,
            per_page,
            page,
            request,
          }),
      });
    },
    mayWrite: async (name) => {
      if (!LOGIN.test(name) || name.toLowerCase() === (await ownLogin())) return false;
      const found = await api.askIfThere({
        call: PERMISSION,
        answer: z.object({ permission: z.string() }),
        send: (octokit, asked) =>
          octokit.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
            ...asked,
            username: name,
          }),
      });
      return found !== undefined && MAY_WRITE.includes(found.permission);
    },
  };
}

function notATeam(): MistakeError {
  return new MistakeError('What should name a team at GitHub does not.', 'Write @organisation/team.');
}
