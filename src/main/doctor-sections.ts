import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createAmpAccess, createLocalInstances } from '../adapters/amp/index.ts';
import { createGitHubAccess, createGitHubForge } from '../adapters/forge/index.ts';
import { createFollowedRepository } from '../adapters/git/index.ts';
import { lockOwner, openState } from '../adapters/state/index.ts';
import { readWorkbook } from '../adapters/workbook/index.ts';
import { OperatingError } from '../core/model/errors.ts';
import type {
  DoctorParts,
  Given,
  KeyFile,
  OpenedState,
  StateParts,
  StoreParts,
} from '../engine/doctor/doctor-parts.ts';
import type { Clock } from '../ports/clock.ts';
import type { ReadableSettings } from '../settings/compile-settings.ts';
import { accessOf, idsOf } from './open-agent.ts';
import type { OpenStores } from './open-store.ts';

export function given<T>(value: T): Given<T> {
  return { kind: 'given', value };
}

export function notGiven(why: string): Given<never> {
  return { kind: 'not-given', why };
}

/** A section that has a mistake, or is not written at all. */
export function unreadable(section: string): Given<never> {
  return notGiven(`the settings of \`${section}\` can’t be used`);
}

/** What can't be made of the settings is told as a reason. */
export function attemptGiven<T>(make: () => Given<T>): Given<T> {
  try {
    return make();
  } catch (failure) {
    if (failure instanceof OperatingError) return notGiven(failure.message.replace(/\.$/, ''));
    throw failure;
  }
}

/** A database that is not there yet is not made. */
export function stateParts(folder: string): StateParts {
  const open = async (): Promise<OpenedState> =>
    existsSync(join(folder, 'state.mdb')) ? toOpened(await openState(folder)) : NOTHING_REMEMBERED;
  return { folder, open, agentProcess: () => lockOwner(join(folder, 'agent')) };
}

function toOpened(state: Awaited<ReturnType<typeof openState>>): OpenedState {
  return { notes: state.notes, journal: state.journal, close: () => state.close() };
}

const NOTHING_REMEMBERED: OpenedState = {
  notes: { get: () => undefined },
  journal: { unfinished: () => [] },
  close: async () => undefined,
};

/** `mirrorDir`: where the mirror of the repository lies. */
export function repositoryPart(
  { source, forge }: ReadableSettings,
  mirrorDir: string,
  clock: Clock,
): DoctorParts['repository'] {
  if (source === undefined) return unreadable('source');
  return attemptGiven(() => {
    const hub = forge?.kind === 'github' ? createGitHubForge({ ...forge, clock }) : undefined;
    const credentials = hub === undefined ? undefined : () => hub.gitCredentials();
    const { branch, history } = createFollowedRepository({
      location: source.url,
      branch: source.branch,
      stateDir: mirrorDir,
      ...accessOf(source.access, credentials),
      pullRefs: forge?.kind ?? 'none',
    });
    return given({ branch, history, workbooks: { read: readWorkbook } });
  });
}

export function forgePart({ forge }: ReadableSettings, clock: Clock): DoctorParts['forge'] {
  if (forge === undefined) return unreadable('forge');
  if (forge.kind === 'none') return notGiven('no forge is set up');
  return attemptGiven(() => given(createGitHubAccess({ ...forge, clock })));
}

export function instancesPart({ amp }: ReadableSettings): DoctorParts['instances'] {
  if (amp === undefined) return unreadable('amp');
  return given({ folder: amp.instances, locals: createLocalInstances(amp.instances) });
}

export function ampPart({ amp }: ReadableSettings, clock: Clock): DoctorParts['amp'] {
  if (amp === undefined) return unreadable('amp');
  if (amp.kind === 'files') return notGiven('AMP is known by its files alone (`amp.kind: files`)');
  const locals = createLocalInstances(amp.instances);
  return attemptGiven(() => given(createAmpAccess({ ...amp, clock, localIds: () => idsOf(locals.list()) })));
}

/** Past what this host keeps for when the store is away. */
export function storePart(stores: Given<OpenStores>): DoctorParts['store'] {
  if (stores.kind === 'not-given') return stores;
  const { localBackups, remoteBackups, reports, remoteReports, spool } = stores.value;
  const parts: StoreParts = {
    backups: remoteBackups ?? localBackups,
    reports: remoteReports ?? reports,
    spool,
  };
  return given(parts);
}

export function httpPart({ http }: ReadableSettings): DoctorParts['http'] {
  if (http === undefined) return notGiven('the settings have no `http` that can be used');
  const { host, port } = http.listen;
  if (port === 0) return notGiven('`http.listen` takes any free port');
  // Whoever listens everywhere listens on loopback too.
  const near = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return given(`http://${near.includes(':') ? `[${near}]` : near}:${port}`);
}

export function endpointsOf({ source, forge, store, amp }: ReadableSettings): DoctorParts['endpoints'] {
  const urls = [
    { name: 'source.url', url: source?.url },
    { name: 'forge.apiUrl', url: forge?.kind === 'github' ? forge.apiUrl : undefined },
    { name: 'store.endpoint', url: store?.kind === 's3' ? store.endpoint : undefined },
    { name: 'amp.url', url: amp?.kind === 'api' ? amp.url : undefined },
  ];
  return urls.flatMap(({ name, url }) => (url !== undefined && /^https?:/.test(url) ? [{ name, url }] : []));
}

export function keyFilesOf({ source, gates, secrets }: ReadableSettings): readonly KeyFile[] {
  const access = source?.access.kind === 'ssh' ? source.access : undefined;
  const files = [
    { setting: 'source.sshKey', path: access?.keyFile, isPrivate: true },
    { setting: 'source.knownHosts', path: access?.knownHostsFile, isPrivate: false },
    {
      setting: 'gates.signatures.allowedSigners',
      path: gates?.signatures.allowedSignersFile,
      isPrivate: false,
    },
    { setting: 'gates.signatures.gnupgHome', path: gates?.signatures.gnupgHome, isPrivate: true },
    { setting: 'secrets.identity', path: secrets?.identity, isPrivate: true },
  ];
  return files.flatMap(({ path, ...file }) => (path === undefined ? [] : [{ ...file, path }]));
}
