import { allOr, type Finding, ok, problem } from './finding.ts';

/** What the forge tells of the account's rights. */
export interface ForgeRights {
  readonly mayPush: boolean;
  readonly isPrivate: boolean;
  readonly grants:
    | { readonly kind: 'app'; readonly permissions: Readonly<Record<string, string>> }
    | { readonly kind: 'scopes'; readonly scopes: readonly string[] }
    | { readonly kind: 'untold' };
  /** True where the fleet's approval names a team. */
  readonly asksForTeams: boolean;
  /** True where homeamp opens pull requests of its own. */
  readonly proposes: boolean;
}

interface NeededPermission {
  /** As GitHub's API calls it. */
  readonly name: string;
  /** As its pages do. */
  readonly label: string;
  readonly level: 'read' | 'write';
}

const NEEDED: readonly NeededPermission[] = [
  { name: 'contents', label: 'Contents', level: 'read' },
  { name: 'statuses', label: 'Commit statuses', level: 'write' },
  { name: 'pull_requests', label: 'Pull requests', level: 'write' },
  { name: 'issues', label: 'Issues', level: 'write' },
  { name: 'deployments', label: 'Deployments', level: 'write' },
];
const TEAM_READING: readonly string[] = ['read:org', 'write:org', 'admin:org'];

/** What is missing of what homeamp does at the forge. */
export function judgeRights(rights: ForgeRights): readonly Finding[] {
  const { grants } = rights;
  const fine = ok('forge-permissions', 'The account may do all that homeamp does there.');
  switch (grants.kind) {
    case 'app':
      return allOr(missingOfApp(grants.permissions, rights), fine);
    case 'scopes':
      return allOr([...missingRole(rights), ...missingScopes(grants.scopes, rights)], fine);
    case 'untold': {
      const told =
        'The account may push; what its token was given the forge does not tell before it is used.';
      return allOr(missingRole(rights), ok('forge-permissions', told));
    }
  }
}

function missingOfApp(
  permissions: Readonly<Record<string, string>>,
  { proposes }: ForgeRights,
): readonly Finding[] {
  const needed = proposes ? NEEDED.map(asProposer) : NEEDED;
  return needed
    .filter(({ name, level }) => {
      const granted = Object.hasOwn(permissions, name) ? permissions[name] : undefined;
      return granted !== 'write' && granted !== 'admin' && granted !== level;
    })
    .map(({ label, level }) => missing(`${label}: ${level}`, 'The app lacks'));
}

/** A branch of its own is written like any other contents. */
function asProposer(permission: NeededPermission): NeededPermission {
  return permission.name === 'contents' ? { ...permission, level: 'write' } : permission;
}

function missingRole({ mayPush }: ForgeRights): readonly Finding[] {
  if (mayPush) return [];
  const next = 'Give the account the role `write` in the repository: it sets statuses there.';
  return [problem('permission-missing', 'The account may not push to the repository.', { next })];
}

function missingScopes(scopes: readonly string[], rights: ForgeRights): readonly Finding[] {
  const opens = scopes.includes('repo') || (!rights.isPrivate && scopes.includes('public_repo'));
  const reads = !rights.asksForTeams || TEAM_READING.some((scope) => scopes.includes(scope));
  return [
    ...(opens ? [] : [missing('repo', 'The token lacks the scope')]),
    ...(reads ? [] : [missing('read:org', 'Approval asks for a team, and the token lacks the scope')]),
  ];
}

function missing(name: string, what: string): Finding {
  return problem('permission-missing', `${what} \`${name}\`.`, { subject: name });
}

/** Requests that are left of an hour's. */
export function judgeQuota({
  limit,
  remaining,
}: {
  readonly limit: number;
  readonly remaining: number;
}): Finding {
  const left = `${remaining} of ${limit} requests are left in this hour.`;
  if (remaining === 0) return problem('rate-spent', left);
  return remaining * 10 < limit ? problem('rate-low', left) : ok('forge-rate', left);
}

/** Nobody may approve with the account that also publishes the plans. */
export function judgeAccount(login: string, approvers: readonly string[] | undefined): Finding {
  const isApprover = approvers?.some((name) => name.toLowerCase() === login) === true;
  if (!isApprover) return ok('forge-account', `homeamp is \`${login}\` there.`, {});
  return problem(
    'account-approves',
    `homeamp is \`${login}\` there, whom policy.approval lists as an approver.`,
  );
}
