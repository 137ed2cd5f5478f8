import { join } from 'node:path';
import { createAmpOperator, createFilesOnlyControl, createLocalInstances } from '../adapters/amp/index.ts';
import { createCronCalendar, systemClock } from '../adapters/clock/index.ts';
import { createLiveFileReader, createLiveFileWriter, openLiveFile } from '../adapters/files/index.ts';
import { createGitHubForge, createNoForge, type GitHubForge } from '../adapters/forge/index.ts';
import { createFollowedRepository } from '../adapters/git/index.ts';
import { createServerPing } from '../adapters/net/index.ts';
import { createLocalObjectStore } from '../adapters/object-store/index.ts';
import { createJarReader } from '../adapters/plugins/index.ts';
import { createSecretSource } from '../adapters/secrets/index.ts';
import { lockState, openState } from '../adapters/state/index.ts';
import { readWorkbook } from '../adapters/workbook/index.ts';
import type { AgentHost } from '../engine/agent/agent-host.ts';
import type { AmpHands } from '../engine/apply/host-writers.ts';
import { readSuspensions } from '../engine/orders/suspensions-note.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { Clock } from '../ports/clock.ts';
import type { Forge } from '../ports/forge.ts';
import type { LocalInstance, LocalInstances } from '../ports/local-instances.ts';
import type { Log } from '../ports/log.ts';
import type { Notes } from '../ports/notes.ts';
import type { ForgeSettings, Settings, SourceAccess } from '../settings/settings.ts';

export interface AgentWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly log: Log;
  /** Without one the system's. */
  readonly clock?: Clock;
}

export interface OpenAgent {
  readonly agent: AgentHost;
  readonly close: () => Promise<void>;
}

/** Joins everything that an agent works with, as its settings say. Nothing is asked of the network yet. */
export async function openAgent(settings: Settings, world: AgentWorld): Promise<OpenAgent> {
  const { state: stateDir } = settings;
  const { forge, credentials } = forgeOf(settings.forge, stateDir);
  const repository = createFollowedRepository({
    location: settings.source.url,
    branch: settings.source.branch,
    stateDir,
    ...accessOf(settings.source.access, credentials),
    signers: signersOf(settings),
    pullRefs: settings.forge.kind,
  });
  const secrets = createSecretSource(secretEnvironment(settings, world.environment));
  const state = await openState(stateDir);
  const clock = world.clock ?? systemClock;
  const calendar = createCronCalendar();
  const locals = createLocalInstances(settings.amp.instances);
  const host = {
    ...state,
    files: createLiveFileReader(),
    writer: createLiveFileWriter(),
    locals,
    jars: createJarReader(openLiveFile),
    control: createFilesOnlyControl({}),
    amp: ampHandsOf(settings, { clock, calendar, locals, notes: state.notes }),
    backups: createLocalObjectStore(join(stateDir, 'backups')),
    workbooks: { read: readWorkbook },
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
    notes: state.notes,
    reports: createLocalObjectStore(settings.store.reports ?? join(stateDir, 'reports')),
    log: world.log,
    clock,
    calendar,
    over: (source) => ({ ...host, source }),
    lock: () => lockState(stateDir),
  };
  return { agent, close: () => state.close() };
}

interface AmpParts {
  readonly clock: Clock;
  readonly calendar: Calendar;
  readonly locals: LocalInstances;
  readonly notes: Notes;
}

function ampHandsOf({ amp }: Settings, parts: AmpParts): AmpHands | undefined {
  if (amp.kind === 'files') return undefined;
  const { clock, calendar, locals, notes } = parts;
  const { url, username, password, session } = amp;
  const localIds = () => idsOf(locals.list());
  const operator = createAmpOperator({ url, username, password, session, clock, localIds });
  return { operator, watch: operator.watch, ping: createServerPing(), calendar, notes };
}

/** Two hosts may both have an instance of a name, and AMP lists those of all hosts that it knows. */
function idsOf(locals: readonly LocalInstance[]): ReadonlyMap<string, string> {
  return new Map(
    locals.flatMap(({ folder, amp }) =>
      amp?.instanceId === undefined ? [] : [[folder, amp.instanceId] as const],
    ),
  );
}

function forgeOf(
  settings: ForgeSettings,
  stateDir: string,
): { readonly forge: Forge; readonly credentials: GitHubForge['gitCredentials'] | undefined } {
  if (settings.kind === 'none') {
    const forge = createNoForge({ folder: join(stateDir, 'published'), now: () => systemClock.now() });
    return { forge, credentials: undefined };
  }
  const { apiUrl, repository, auth, writeGapMillis } = settings;
  const forge = createGitHubForge({ apiUrl, repository, auth, writeGapMillis, clock: systemClock });
  return { forge, credentials: () => forge.gitCredentials() };
}

function accessOf(access: SourceAccess, forgeCredentials: GitHubForge['gitCredentials'] | undefined) {
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

function signersOf({ gates }: Settings) {
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

/** The settings' own file of secrets counts like the one that the environment may name. */
function secretEnvironment({ secrets }: Settings, environment: AgentWorld['environment']) {
  return secrets.file === undefined ? environment : { ...environment, HOMEAMP_SECRETS_FILE: secrets.file };
}
