import { CHECK_NAMES, type CheckName, isAfterInstall } from '../../core/doctor/check-list.ts';
import { type Finding, unfinished } from '../../core/doctor/finding.ts';
import type { Check, Checks } from './check.ts';
import { AGENT_CHECKS } from './checks/agent.ts';
import { AMP_CHECKS } from './checks/amp.ts';
import { CERTIFICATE_CHECKS } from './checks/certificates.ts';
import { FORGE_CHECKS } from './checks/forge.ts';
import { HEARTBEAT_CHECKS } from './checks/heartbeats.ts';
import { HOST_CHECKS } from './checks/host.ts';
import { INSTALLATION_CHECKS } from './checks/installation.ts';
import { INSTANCE_CHECKS } from './checks/instances.ts';
import { REPOSITORY_CHECKS } from './checks/repository.ts';
import { SECRET_CHECKS } from './checks/secrets.ts';
import { SERVICE_CHECKS } from './checks/services.ts';
import { SETTINGS_CHECKS } from './checks/settings.ts';
import { STORE_CHECKS } from './checks/store.ts';
import { UPDATE_SOURCE_CHECKS } from './checks/update-sources.ts';
import { createFacts } from './doctor-facts.ts';
import type { DoctorParts } from './doctor-parts.ts';

export interface DoctorRequest {
  /** Undefined: all of them. */
  readonly only: readonly CheckName[] | undefined;
  /** Prove the installation as well. */
  readonly afterInstall: boolean;
  readonly onCheck: (done: number, total: number) => void;
  /** For each check; a minute when left out, since the first fetch of a repository may take as long. */
  readonly limitMillis?: number;
}

const LIMIT_MILLIS = 60_000;

const CHECKS_BY_NAME: Checks = {
  ...SETTINGS_CHECKS,
  ...HOST_CHECKS,
  ...AGENT_CHECKS,
  ...REPOSITORY_CHECKS,
  ...SECRET_CHECKS,
  ...INSTANCE_CHECKS,
  ...UPDATE_SOURCE_CHECKS,
  ...FORGE_CHECKS,
  ...STORE_CHECKS,
  ...AMP_CHECKS,
  ...SERVICE_CHECKS,
  ...CERTIFICATE_CHECKS,
  ...HEARTBEAT_CHECKS,
  ...INSTALLATION_CHECKS,
};

/** Runs the checks at once, each by itself and for a bounded time: what fails in one hides no other. */
export async function runDoctor(parts: DoctorParts, request: DoctorRequest): Promise<readonly Finding[]> {
  const facts = createFacts(parts);
  const names = CHECK_NAMES.filter((name) => isAsked(name, request));
  let done = 0;
  const run = async (name: CheckName): Promise<readonly Finding[]> => {
    const check = CHECKS_BY_NAME[name];
    const found = check === undefined ? [] : await bounded(name, () => check(parts, facts), request);
    done += 1;
    request.onCheck(done, names.length);
    return found;
  };
  return (await Promise.all(names.map(run))).flat();
}

function isAsked(name: CheckName, { only, afterInstall }: DoctorRequest): boolean {
  if (only !== undefined) return only.includes(name);
  return afterInstall || !isAfterInstall(name);
}

async function bounded(
  name: CheckName,
  check: () => ReturnType<Check>,
  { limitMillis = LIMIT_MILLIS }: DoctorRequest,
): Promise<readonly Finding[]> {
  const message = `It was not done within ${Math.round(limitMillis / 1000)} s.`;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Finding[]>((resolve) => {
    timer = setTimeout(() => resolve([unfinished(name, 'check-too-slow', message)]), limitMillis);
  });
  try {
    return await Promise.race([late, check()]);
  } catch (bug) {
    // Its text may hold anything, secrets as well.
    const kind = bug instanceof Error ? bug.name : 'Something that is no error';
    return [unfinished(name, 'check-broken', `A bug in homeamp stopped this check (${kind}).`)];
  } finally {
    clearTimeout(timer);
  }
}
