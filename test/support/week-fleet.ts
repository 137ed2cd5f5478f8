import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitSource } from '../../src/adapters/git/index.ts';
import { createSecretSource } from '../../src/adapters/secrets/index.ts';
import { readWorkbook } from '../../src/adapters/workbook/index.ts';
import type { DesiredState } from '../../src/core/model/desired-state.ts';
import type { Instance } from '../../src/core/model/instance.ts';
import { Secret } from '../../src/core/model/secret.ts';
import { createLiveTrees } from '../../src/demo/live-trees.ts';
import { packageRoot } from '../../src/demo/package-files.ts';
import { commitAll, createRepository, push, type Sandbox, sandboxAt } from '../../src/demo/sandbox.ts';
import type { AgentHost } from '../../src/engine/agent/agent-host.ts';
import type { PassEnd, PassWant } from '../../src/engine/agent/pass-wants.ts';
import { createPasses } from '../../src/engine/agent/run-pass.ts';
import { loadDesiredState } from '../../src/engine/load-desired-state.ts';
import { openAgent } from '../../src/main/open-agent.ts';
import type { SecretSource } from '../../src/ports/secret-source.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { type AmpStandIn, type SimulatedServer, startAmpStandIn } from '../../src/stand-ins/amp/index.ts';
import { localStore } from './local-store.ts';
import { sparingGit } from './week-git.ts';
import { folderOf, simulatedServers } from './week-servers.ts';

export const PASSWORD = 'correct horse battery staple';
const SECRET_NAMES = ['DB_PASSWORD', 'REDIS_PASSWORD', 'FORWARDING_SECRET', 'DISCORD_BOT_TOKEN'];

/** One host: its agent in this process over its own disk and state, and its AMP. */
export interface WeekHost {
  readonly name: string;
  readonly agent: AgentHost;
  readonly amp: AmpStandIn;
  readonly warnings: string[];
  pass(...wants: readonly PassWant[]): Promise<PassEnd>;
  /** The text of the report that its agent keeps; empty before the first one. */
  report(): string;
}

/** The reference fleet, alive. */
export interface WeekFleet {
  readonly sandbox: Sandbox;
  readonly secrets: SecretSource;
  readonly hosts: readonly WeekHost[];
  /** Managed ones. */
  readonly instances: readonly Instance[];
  host(name: string): WeekHost;
  hostOf(instance: string): WeekHost;
  server(instance: string): SimulatedServer;
  /** What Git asks for now. */
  desired(): Promise<DesiredState>;
  close(): Promise<void>;
}

/** What the week can't do with: nobody approves without a forge, and whole fleets change at once. */
const OWN_POLICY: readonly (readonly [RegExp, string])[] = [
  [/required: 1/, 'required: 0'],
  [/instances: 60%/, 'instances: 100%'],
  [/watch: 1m/, 'watch: 6s'],
];

export async function openWeekFleet(now: () => number): Promise<WeekFleet> {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'homeamp-week-')));
  const sandbox = sandboxAt(dir);
  createRepository(sandbox);
  settlePolicy(sandbox);
  const lines = SECRET_NAMES.map((name) => `${name}=${name.toLowerCase()}-of-the-week`);
  writeFileSync(sandbox.secretsFile, `${lines.join('\n')}\n`, { mode: 0o600 });
  const secrets = createSecretSource({ HOMEAMP_SECRETS_FILE: sandbox.secretsFile });
  const desired = () => loadFleet(sandbox);
  const first = await desired();
  createLiveTrees(sandbox, first, secrets);
  const hosts: OpenHost[] = [];
  for (const name of first.fleet.hosts.keys()) {
    hosts.push(await openHost(name, sandbox, { now, servers: simulatedServers(first, name, secrets) }));
  }
  const instances = [...first.fleet.instances.values()].filter(({ managed }) => managed);
  const host = (name: string): WeekHost => found(hosts.find((each) => each.name === name));
  const hostOf = (name: string): WeekHost => host(found(instances.find((each) => each.name === name)).host);
  return {
    sandbox,
    secrets,
    hosts,
    instances,
    host,
    hostOf,
    server: (name) => hostOf(name).amp.server(folderOf(name)),
    desired,
    async close() {
      for (const open of hosts) await open.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the week asks for something that is not there');
  return value;
}

function settlePolicy(sandbox: Sandbox): void {
  // The demo's copy is in a hurry.
  const before = readFileSync(join(packageRoot(), 'desired-state/fleet.yaml'), 'utf8');
  writeFileSync(
    join(sandbox.clone, 'desired-state/fleet.yaml'),
    OWN_POLICY.reduce((text, [from, to]) => text.replace(from, to), before),
  );
  commitAll(sandbox, 'Settle the policy of the week');
  push(sandbox);
}

async function loadFleet(sandbox: Sandbox): Promise<DesiredState> {
  const source = createGitSource({ location: sandbox.repository, stateDir: sandbox.dir });
  const workbooks = { read: readWorkbook };
  return (await loadDesiredState({ source, workbooks, ref: undefined })).desired;
}

interface OpenHost extends WeekHost {
  close(): Promise<void>;
}

interface HostParts {
  readonly now: () => number;
  readonly servers: Parameters<typeof startAmpStandIn>[0]['servers'];
}

async function openHost(name: string, sandbox: Sandbox, { now, servers }: HostParts): Promise<OpenHost> {
  const amp = await startAmpStandIn({
    instancesFolder: sandbox.instancesOf(name),
    accounts: { homeamp: { password: PASSWORD }, anna: { password: PASSWORD } },
    servers,
    now,
  });
  const warnings: string[] = [];
  const warn = (message: string, fields = {}) => void warnings.push(`${message} ${JSON.stringify(fields)}`);
  const log = { info: () => undefined, warn, error: warn };
  const settings = settingsOf(name, sandbox, amp);
  // The week's own steps are the only ones that move its time.
  const rest = async () => undefined;
  const opened = await openAgent(settings, { environment: {}, version: 'test', log, clock: { now }, rest });
  const agent = sparingGit(opened.agent, sandbox.repository);
  const passes = createPasses(agent);
  return {
    name,
    agent,
    amp,
    warnings,
    pass: (...wants) => passes.run(new Set(wants), () => false),
    report: () => readOrEmpty(join(sandbox.dir, 'reports', name, 'status.json')),
    async close() {
      await opened.close();
      await amp.close();
    },
  };
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function settingsOf(host: string, sandbox: Sandbox, amp: AmpStandIn): Settings {
  const half = { kind: 'interval', millis: 1_800_000 } as const;
  return {
    host,
    source: { url: sandbox.repository, branch: 'main', access: { kind: 'none' } },
    forge: { kind: 'none' },
    gates: {
      signatures: { required: false, allowedSignersFile: undefined, gnupgHome: undefined },
      minimumApprovals: 0,
      trustFirstRevision: true,
    },
    amp: {
      kind: 'api',
      instances: sandbox.instancesOf(host),
      url: amp.url,
      username: 'homeamp',
      password: new Secret(PASSWORD),
      session: 'auto',
    },
    state: sandbox.stateOf(host),
    store: localStore(join(sandbox.dir, 'reports')),
    secrets: { file: sandbox.secretsFile, identity: undefined },
    schedule: { poll: half, pulls: half, scan: half, jitter: 0 },
    http: undefined,
    log: { format: 'json' },
  };
}
