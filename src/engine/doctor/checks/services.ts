import type { Finding } from '../../../core/doctor/finding.ts';
import { judgeHandshake, secretMissing } from '../../../core/doctor/judge-service.ts';
import type { Secret } from '../../../core/model/secret.ts';
import type { RepositorySecrets, SealedSecret } from '../../../core/model/secret-recipients.ts';
import { isServiceOf, type Service, type ServiceTarget } from '../../../core/model/service.ts';
import type { SecretSource } from '../../../ports/secret-source.ts';
import type { ProbeLogin } from '../../../ports/service-probe.ts';
import { type Check, type Checks, skip } from '../check.ts';
import type { DoctorFacts } from '../doctor-facts.ts';
import type { DoctorParts } from '../doctor-parts.ts';

const services: Check = async (parts, facts) => {
  const known = await servicesOf(parts, facts);
  if (typeof known === 'string') return skip('services', known);
  if (known.services.length === 0) return skip('services', 'the fleet declares none for this host');
  const taken = await facts.takenSecrets();
  const sealed = taken.kind === 'known' ? taken.value.sealed : new Map<string, SealedSecret>();
  return Promise.all(known.services.map((service) => shake(parts, service, { ...known, sealed })));
};

export const SERVICE_CHECKS: Checks = { services };

export interface KnownServices {
  readonly services: readonly Service[];
  /** Why no password may be sent; undefined where they may. */
  readonly withoutLogin: string | undefined;
}

/**
 * What the fleet declares for this host, as the host has taken it; before that as the branch has it. Passwords go only
 * where a revision says so that came through this host's gates.
 */
export async function servicesOf(
  { host }: Pick<DoctorParts, 'host'>,
  facts: DoctorFacts,
): Promise<KnownServices | string> {
  if (host.kind === 'not-given') return host.why;
  const [taken, desired] = await Promise.all([facts.takenFleet(), facts.desired()]);
  const fleet =
    taken.kind === 'known' ? taken.value : desired.kind === 'known' ? desired.value.fleet : undefined;
  if (fleet === undefined) return desired.kind === 'unknown' ? desired.why : 'the fleet is not known';
  const own = [...fleet.services.values()].filter((service) => isServiceOf(service, host.value));
  return { services: own, withoutLogin: taken.kind === 'known' ? undefined : taken.why };
}

interface LoginRules extends Pick<KnownServices, 'withoutLogin'> {
  /** Secrets of the revision that this host has taken. */
  readonly sealed: RepositorySecrets['sealed'];
}

async function passwordOf(
  name: string,
  secrets: SecretSource,
  sealed: LoginRules['sealed'],
): Promise<Secret<string> | undefined> {
  const own = secrets.get(name);
  const file = sealed.get(name);
  if (own !== undefined || file === undefined) return own;
  const result = await secrets.opener.open(name, file.bytes);
  return result.kind === 'opened' ? result.secret : undefined;
}

async function shake(
  { services: probe, secrets }: DoctorParts,
  { name, target }: Service,
  { withoutLogin, sealed }: LoginRules,
): Promise<Finding> {
  const what = describeTarget(target);
  const written = 'login' in target ? target.login : undefined;
  if (written === undefined || withoutLogin !== undefined) {
    const held = written === undefined ? undefined : withoutLogin;
    return judgeHandshake({ name, what, withoutLogin: held }, await probe.shakeHands(target, undefined));
  }
  const password =
    written.secret === undefined ? undefined : await passwordOf(written.secret, secrets, sealed);
  if (written.secret !== undefined && password === undefined)
    return secretMissing({ name, what }, written.secret);
  const login: ProbeLogin = { user: written.user, password };
  return judgeHandshake({ name, what, withoutLogin: undefined }, await probe.shakeHands(target, login));
}

function describeTarget(target: ServiceTarget): string {
  if ('url' in target) return `${target.kind} at ${target.url}`;
  const { host, port } = target.address;
  return `${target.kind} at ${host.includes(':') ? `[${host}]` : host}:${port}`;
}
