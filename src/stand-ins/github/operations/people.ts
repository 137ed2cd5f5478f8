import { accountOf, ownAccountOf } from '../answers/account.ts';
import { branchOf } from '../answers/branch.ts';
import { repositoryOf } from '../answers/repository.ts';
import { nameIn, ok } from '../call.ts';
import { page } from '../pages.ts';
import type { Quota } from '../rate-limits.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { Operations } from './operation.ts';

export const peopleOperations: Operations = {
  'users/get-authenticated': ({ world }, { caller }) => {
    if (caller.kind !== 'person') throw new Refusal(403, 'Resource not accessible by integration');
    return ok(ownAccountOf(world, caller.login));
  },

  'repos/get': ({ world }) =>
    ok({
      ...repositoryOf(world),
      has_issues: world.parts.access.issues ?? true,
      permissions: permissionsOf(world.parts.access.push ?? true),
    }),

  'repos/get-branch': ({ world }, call) => {
    const name = nameIn(call, 'branch');
    const sha = world.parts.git.resolve(`refs/heads/${name}`);
    if (sha === undefined) throw notFound();
    return ok(branchOf(world, { name, sha }));
  },

  'repos/get-collaborator-permission-level': ({ world, accounts }, call) => {
    const login = nameIn(call, 'username');
    const permission = accounts.permissionOf(login);
    if (permission === undefined) throw notFound();
    return ok({
      permission,
      role_name: permission,
      user: { ...accountOf(world, login), role_name: permission },
    });
  },

  'teams/list-members-in-org': ({ world }, call) => {
    const name = `${nameIn(call, 'org')}/${nameIn(call, 'team_slug')}`.toLowerCase();
    const items = world.parts.teams.get(name);
    if (items === undefined) throw notFound();
    return page(world, call, { items, show: (login) => accountOf(world, login) });
  },

  'rate-limit/get': ({ limits }, { caller }) => {
    const rate: Quota = limits.quotaOf(caller.login);
    return ok({ resources: { core: rate, search: rate }, rate });
  },
};

function permissionsOf(mayPush: boolean) {
  return { admin: mayPush, maintain: mayPush, push: mayPush, triage: mayPush, pull: true };
}
