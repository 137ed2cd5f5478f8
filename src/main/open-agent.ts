import { join } from 'node:path';
import { createFilesOnlyControl, createLocalInstances } from '../adapters/amp/index.ts';
import { createCronCalendar, systemClock } from '../adapters/clock/index.ts';
import { createLiveFileReader, createLiveFileWriter } from '../adapters/files/index.ts';
import { createGitHubForge, createNoForge, type GitHubForge } from '../adapters/forge/index.ts';
import { createFollowedRepository } from '../adapters/git/index.ts';
import { createLocalObjectStore } from '../adapters/object-store/index.ts';
import { createSecretSource } from '../adapters/secrets/index.ts';
import { lockState, openState } from '../adapters/state/index.ts';
import { readWorkbook } from '../adapters/workbook/index.ts';
import type { AgentHost } from '../engine/agent/agent-host.ts';
import type { Forge } from '../ports/forge.ts';
import type { Log } from '../ports/log.ts';
import type { ForgeSettings, Settings, SourceAccess } from '../settings/settings.ts';

export interface AgentWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly log: Log;
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
  const host = {
    ...state,
    files: createLiveFileReader(),
    writer: createLiveFileWriter(),
    locals: createLocalInstances(settings.amp.instances),
    control: createFilesOnlyControl({}),
    backups: createLocalObjectStore(join(stateDir, 'backups')),
    workbooks: { read: readWorkbook },
    secrets,
    clock: systemClock,
    version: world.version,
  };
  const agent: AgentHost = {
    name: settings.host,
    gates: gatesOf(settings),
    ...repository,
    forge,
    notes: state.notes,
    reports: createLocalObjectStore(join(stateDir, 'reports')),
    log: world.log,
    clock: systemClock,
    calendar: createCronCalendar(),
    over: (source) => ({ ...host, source }),
    lock: () => lockState(stateDir),
  };
  return { agent, close: () => state.close() };
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
