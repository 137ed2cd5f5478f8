import { allOr, type Finding, ok, problem } from '../../../core/doctor/finding.ts';
import { compileDesiredState } from '../../../core/render/compile-desired-state.ts';
import { secretsUsed } from '../../secrets/open-secrets.ts';
import { type Check, type Checks, skip } from '../check.ts';
import type { DoctorFacts } from '../doctor-facts.ts';
import type { DoctorParts } from '../doctor-parts.ts';

const secretsOpened: Check = async (parts, facts) => {
  const names = await namesUsed(parts, facts);
  if (names.kind === 'unknown') return skip('secrets-opened', names.why);
  const found = await Promise.all(names.value.map((name) => lookAt(name, parts, facts)));
  const count = `${names.value.length} secret${names.value.length === 1 ? '' : 's'}`;
  return allOr(
    found.flat(),
    ok('secrets-opened', `This host’s instances use ${count}, and each can be had.`),
  );
};

export const SECRET_CHECKS: Checks = { 'secrets-opened': secretsOpened };

type Names =
  | { readonly kind: 'known'; readonly value: readonly string[] }
  | { readonly kind: 'unknown'; readonly why: string };

async function namesUsed({ host }: DoctorParts, facts: DoctorFacts): Promise<Names> {
  if (host.kind === 'not-given') return { kind: 'unknown', why: host.why };
  const desired = await facts.desired();
  if (desired.kind === 'unknown') return desired;
  const instances = [...desired.value.fleet.instances.values()];
  const own = instances.filter((instance) => instance.host === host.value && instance.managed);
  return { kind: 'known', value: [...secretsUsed({ compiled: compileDesiredState(desired.value) }, own)] };
}

async function lookAt(
  name: string,
  { secrets }: DoctorParts,
  facts: DoctorFacts,
): Promise<readonly Finding[]> {
  if (secrets.get(name) !== undefined) return [];
  const repository = await facts.repository();
  const file = repository.kind === 'known' ? repository.value.secrets.sealed.get(name) : undefined;
  const about = { subject: name };
  if (file === undefined) {
    return [problem('secret-nowhere', `${name} is neither on this host nor in the repository.`, about)];
  }
  const result = await secrets.opener.open(name, file.bytes);
  return result.kind === 'opened' ? [] : [problem('secret-closed', `${name} ${result.why}.`, about)];
}
