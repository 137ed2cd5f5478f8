import type { CheckName } from '../../../core/doctor/check-list.ts';
import { type Finding, ok, problem } from '../../../core/doctor/finding.ts';
import { judgeAccount, judgeQuota, judgeRights } from '../../../core/doctor/judge-forge.ts';
import type { ForgeAccess } from '../../../ports/forge-access.ts';
import { type Check, type Checks, failure, skip } from '../check.ts';
import { attempt, type DoctorFacts } from '../doctor-facts.ts';
import type { DoctorParts } from '../doctor-parts.ts';

const account: Check = async ({ forge }, facts) => {
  if (forge.kind === 'not-given') return skip('forge-account', forge.why);
  const asked = await facts.account();
  if (asked.kind === 'unknown') return [told(asked.failure)];
  return [judgeAccount(asked.value.login, await approvers(facts))];
};

/** Only one check tells that the forge is away or does not know the account. */
function afterAccount(name: CheckName, look: Look): Check {
  return async (parts, facts) => {
    const { forge } = parts;
    if (forge.kind === 'not-given') return skip(name, forge.why);
    const asked = await facts.account();
    if (asked.kind === 'unknown') return skip(name, asked.why);
    return look(forge.value, parts, facts);
  };
}

type Look = (forge: ForgeAccess, parts: DoctorParts, facts: DoctorFacts) => Promise<readonly Finding[]>;

const repository = afterAccount('forge-repository', async (forge) => {
  const seen = await attempt('', () => forge.repository());
  if (seen.kind === 'unknown') {
    return [problem('repository-hidden', seen.failure?.message ?? '', nextOf(seen.failure))];
  }
  if (!seen.value.hasIssues) return [problem('issues-off', 'The repository has its issues turned off.')];
  return [ok('forge-repository', 'The forge shows the repository, with issues.')];
});

const permissions = afterAccount('forge-permissions', async (forge, { proposes }, facts) => {
  const seen = await attempt('', () => forge.repository());
  if (seen.kind === 'unknown') return skip('forge-permissions', 'the forge does not show the repository');
  const grants = await attempt('', () => forge.grants());
  if (grants.kind === 'unknown') {
    return [problem('permission-missing', grants.failure?.message ?? '', nextOf(grants.failure))];
  }
  const asksForTeams = (await approvers(facts))?.some((name) => name.startsWith('@')) === true;
  return judgeRights({ ...seen.value, grants: grants.value, asksForTeams, proposes });
});

const branch = afterAccount('forge-branch', async (forge, { repository: source }, facts) => {
  const tip = await facts.tip();
  const name = source.kind === 'given' ? source.value.branch.name() : undefined;
  if (name === undefined)
    return skip('forge-branch', tip.kind === 'unknown' ? tip.why : 'no branch is followed');
  const asked = await attempt('', () => forge.isProtected(name));
  if (asked.kind === 'unknown') return skip('forge-branch', 'the forge does not tell');
  if (asked.value === undefined) return skip('forge-branch', `the forge shows no branch ${name}`);
  if (!asked.value)
    return [
      problem('branch-unprotected', `The branch ${name} is not protected: whoever may push may skip review.`),
    ];
  return [ok('forge-branch', `The branch ${name} is protected.`)];
});

const rate = afterAccount('forge-rate', async (forge) => {
  const asked = await attempt('', () => forge.quota());
  return asked.kind === 'unknown' ? skip('forge-rate', 'the forge does not tell') : [judgeQuota(asked.value)];
});

export const FORGE_CHECKS: Checks = {
  'forge-account': account,
  'forge-repository': repository,
  'forge-permissions': permissions,
  'forge-branch': branch,
  'forge-rate': rate,
};

async function approvers(facts: DoctorFacts): Promise<readonly string[] | undefined> {
  const desired = await facts.desired();
  return desired.kind === 'known' ? desired.value.fleet.policy.approval.by : undefined;
}

type Failure = Extract<Awaited<ReturnType<typeof attempt>>, { kind: 'unknown' }>['failure'];

function told(error: Failure): Finding {
  if (error === undefined) return problem('forge-refused', 'The forge does not answer.');
  return failure(error, { passing: 'forge-away', lasting: 'forge-refused' });
}

function nextOf(error: Failure): { readonly next?: string } {
  return error === undefined ? {} : { next: error.next };
}
