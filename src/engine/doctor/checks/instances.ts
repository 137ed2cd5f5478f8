import { allOr, type Finding, ok, problem } from '../../../core/doctor/finding.ts';
import type { Instance } from '../../../core/model/instance.ts';
import { locateInstances, unknownFolders } from '../../locate-instances.ts';
import { type Check, type Checks, failure, skip } from '../check.ts';
import type { DoctorFacts } from '../doctor-facts.ts';
import type { DoctorParts } from '../doctor-parts.ts';

const instances: Check = async (parts, facts) => {
  const locals = facts.locals();
  if (locals.kind === 'unknown') {
    if (locals.failure === undefined) return skip('instances', locals.why);
    return [failure(locals.failure, { passing: 'instances-unreadable', lasting: 'instances-unreadable' })];
  }
  const own = await ownInstances(parts, facts);
  if (typeof own === 'string') return skip('instances', own);
  const managed = own.filter((instance) => instance.managed);
  const found = [
    ...located(managed, locals.value),
    ...unknownFolders(own, locals.value).map(({ folder }) =>
      problem('instance-unknown', `${folder} is on this host, and the fleet does not name it.`, {
        subject: folder,
      }),
    ),
    ...troublesOf(parts),
  ];
  return allOr(
    found,
    ok('instances', `All managed instances are here (${managed.length}), and nothing else.`),
  );
};

/** The fleet's instances of this host, or why they are not known. */
export async function ownInstances(
  { host }: DoctorParts,
  facts: DoctorFacts,
): Promise<readonly Instance[] | string> {
  if (host.kind === 'not-given') return host.why;
  const desired = await facts.desired();
  if (desired.kind === 'unknown') return desired.why;
  const { fleet } = desired.value;
  if (!fleet.hosts.has(host.value)) return 'the fleet does not list this host';
  return [...fleet.instances.values()].filter((instance) => instance.host === host.value);
}

export const INSTANCE_CHECKS: Checks = { instances };

function located(
  managed: readonly Instance[],
  locals: Parameters<typeof locateInstances>[1],
): readonly Finding[] {
  return [...locateInstances(managed, locals)].flatMap(([id, location]) => {
    if (location.kind === 'found') return [];
    const { code, message, help } = location.reason;
    const isMissing = code === 'instance-missing';
    return [
      problem(isMissing ? 'instance-missing' : 'instance-unusable', `${id}: ${message}.`, {
        subject: id,
        next: help,
      }),
    ];
  });
}

function troublesOf({ instances: given }: DoctorParts): readonly Finding[] {
  if (given.kind === 'not-given') return [];
  return given.value.locals.troubles().map((trouble) => problem('registry-doubt', trouble));
}
