import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createAmpOperator, createFilesOnlyControl, createLocalInstances } from '../adapters/amp/index.ts';
import { createCronCalendar, systemClock } from '../adapters/clock/index.ts';
import { createLiveFileReader, createLiveFileWriter, openLiveFile } from '../adapters/files/index.ts';
import {
  createGitHubForge,
  createNoForge,
  type ForgeRequest,
  type GitHubForge,
} from '../adapters/forge/index.ts';
import { createFollowedRepository } from '../adapters/git/index.ts';
import { createServerPing } from '../adapters/net/index.ts';
import { createJarReader } from '../adapters/plugins/index.ts';
import { createSecretSource } from '../adapters/secrets/index.ts';
import { createSigner, lockState, openState } from '../adapters/state/index.ts';
import { readWorkbook } from '../adapters/workbook/index.ts';
import type { RequestTarget, RequestWatch } from '../agent/watch-requests.ts';
import type { AgentHost } from '../engine/agent/agent-host.ts';
import type { AmpHands } from '../engine/apply/host-writers.ts';
import { readSuspensions } from '../engine/orders/suspensions-note.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { Clock } from '../ports/clock.ts';
import type { Forge } from '../ports/forge.ts';
import type { LocalInstance, LocalInstances } from '../ports/local-instances.ts';
import type { Log } from '../ports/log.ts';
import type { Notes } from '../ports/notes.ts';
import type { RequestResult } from '../ports/telemetry.ts';
import type { ForgeSettings, Settings, SourceAccess } from '../settings/settings.ts';
import { type OpenStores, openStores } from './open-store.ts';

export interface AgentWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly log: Log;
  /** Who runs this process, for the audit trail; without one homeamp itself. */
  readonly actor?: string;
  /** Told of everything that is asked of others. */
  readonly requests?: Pick<RequestWatch, 'note' | 'rate'>;
  /** Without one the system's. */
  readonly clock?: Clock;
  /** Waits in that clock's time. Without one the system's. */
  readonly rest?: (millis: number) => Promise<void>;
}

export interface OpenAgent {
  readonly agent: AgentHost;
  readonly close: () => Promise<void>;
}

/** Joins everything that an agent works with, as its settings say. Nothing is asked of the network yet. */
export async function openAgent(settings: Settings, world: AgentWorld): Promise<OpenAgent> {
  const { state: stateDir } = settings;
  const { requests } = world;
  const onRequest = (target: RequestTarget) => (result: RequestResult) => requests?.note(target, result);
  const { forge, credentials } = forgeOf(settings.forge, stateDir, requests);
  const repository = repositoryOf(settings, credentials, onRequest('git'));
  const secrets = createSecretSource(secretEnvironment(settings, world.environment), stateDir);
  const state = await openState(stateDir, world.actor);
  const clock = world.clock ?? systemClock;
  const calendar = createCronCalendar();
  const signer = createSigner(stateDir);
  const stores = openStores(settings, { clock, log: world.log, onRequest: onRequest('store') });
  const locals = createLocalInstances(settings.amp.instances);
  const host = {
    ...state,
    ...diskHands(),
    locals,
    amp: ampHandsOf(settings, {
      clock,
      calendar,
      locals,
      notes: state.notes,
      rest: world.rest ?? setTimeout,
      onRequest: onRequest('amp'),
    }),
    backups: stores.backups,
    undoBackups: stores.undoBackups,
    signer,
    secrets,
    clock,
    suspensions: () => readSuspensions(state.notes),
    version: world.version,
  };
  const agent: AgentHost = {
    name: settings.host,
    gates: gatesOf(settings),
    ...repository,
    forge,
    takesTicks: settings.forge.kind === 'github' && settings.forge.proposals,
    notes: state.notes,
    audit: state.audit,
    atOnce: state.atOnce,
    reports: stores.reports,
    spool: stores.spool,
    backupPlaces: placesOf(stores),
    retention: { keepMillis: settings.store.keep.forMillis, atLeast: settings.store.keep.atLeast },
    signer,
    log: world.log,
    clock,
    calendar,
    over: (source) => ({ ...host, source }),
    lock: () => lockState(stateDir),
  };
  return { agent, close: () => state.close() };
}

function repositoryOf(
  { source, state: stateDir, forge, ...settings }: Settings,
  credentials: GitHubForge['gitCredentials'] | undefined,
  onRequest: (result: RequestResult) => void,
) {
  return createFollowedRepository({
    location: source.url,
    branch: source.branch,
    stateDir,
    ...accessOf(source.access, credentials),
    signers: signersOf(settings),
    pullRefs: forge.kind,
    onRequest,
  });
}

/** What reads and writes on this host, whatever the settings say. */
function diskHands() {
  return {
    files: createLiveFileReader(),
    writer: createLiveFileWriter(),
    jars: createJarReader(openLiveFile),
    control: createFilesOnlyControl({}),
    workbooks: { read: readWorkbook },
  };
}

/** The host's own disk answers first. */
function placesOf({ localBackups, remoteBackups }: OpenStores): AgentHost['backupPlaces'] {
  const own = { name: 'host', store: localBackups } as const;
  return remoteBackups === undefined ? [own] : [own, { name: 'store', store: remoteBackups }];
}

interface AmpParts {
  readonly clock: Clock;
  readonly calendar: Calendar;
  readonly locals: LocalInstances;
  readonly notes: Notes;
  readonly rest: AmpHands['rest'];
  readonly onRequest: (result: RequestResult) => void;
}

function ampHandsOf({ amp }: Settings, parts: AmpParts): AmpHands | undefined {
  if (amp.kind === 'files') return undefined;
  const { clock, calendar, locals, notes, rest, onRequest } = parts;
  const { url, username, password, session } = amp;
  const localIds = () => idsOf(locals.list());
  const operator = createAmpOperator({ url, username, password, session, clock, localIds, onRequest });
  return { operator, watch: operator.watch, ping: createServerPing(), calendar, notes, rest };
}

/** Two hosts may both have an instance of a name, and AMP lists those of all hosts that it knows. */
export function idsOf(locals: readonly LocalInstance[]): ReadonlyMap<string, string> {
  return new Map(
    locals.flatMap(({ folder, amp }) =>
      amp?.instanceId === undefined ? [] : [[folder, amp.instanceId] as const],
    ),
  );
}

function forgeOf(
  settings: ForgeSettings,
  stateDir: string,
  requests: AgentWorld['requests'],
): { readonly forge: Forge; readonly credentials: GitHubForge['gitCredentials'] | undefined } {
  if (settings.kind === 'none') {
    const forge = createNoForge({ folder: join(stateDir, 'published'), now: () => systemClock.now() });
    return { forge, credentials: undefined };
  }
  const { apiUrl, repository, auth, writeGapMillis } = settings;
  const onRequest = ({ result, rate }: ForgeRequest) => {
    requests?.note('forge', result);
    if (rate !== undefined) requests?.rate(rate);
  };
  const forge = createGitHubForge({
    apiUrl,
    repository,
    auth,
    writeGapMillis,
    clock: systemClock,
    onRequest,
  });
  return { forge, credentials: () => forge.gitCredentials() };
}

/** How git enters the repository. */
export function accessOf(access: SourceAccess, forgeCredentials: GitHubForge['gitCredentials'] | undefined) {
  switch (access.kind) {
    case 'none':
      return {};
    case 'forge':
      return { credentials: forgeCredentials };
    case 'password': {
      const { username, password } = access;
      return { credentials: async () => ({ username, password }) };
    }
    case 'ssh':
      return { ssh: { keyFile: access.keyFile, knownHostsFile: access.knownHostsFile } };
  }
}

function signersOf({ gates }: Pick<Settings, 'gates'>) {
  const { allowedSignersFile, gnupgHome } = gates.signatures;
  return {
    ...(allowedSignersFile === undefined ? {} : { allowedSignersFile }),
    ...(gnupgHome === undefined ? {} : { gnupgHome }),
  };
}

function gatesOf({ gates }: Settings): AgentHost['gates'] {
  const { required, allowedSignersFile, gnupgHome } = gates.signatures;
  return {
    signaturesRequired: required,
    hasSigners: allowedSignersFile !== undefined || gnupgHome !== undefined,
    minimumApprovals: gates.minimumApprovals,
    trustFirstRevision: gates.trustFirstRevision,
  };
}

/** The settings' own files of secrets count like those that the environment may name. */
export function secretEnvironment(
  { secrets }: Pick<Settings, 'secrets'>,
  environment: AgentWorld['environment'],
) {
  const { file, identity } = secrets;
  return {
    ...environment,
    ...(file === undefined ? {} : { HOMEAMP_SECRETS_FILE: file }),
    ...(identity === undefined ? {} : { HOMEAMP_AGE_IDENTITY_FILE: identity }),
  };
}
