import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CommitSha } from '../../src/core/model/revision.ts';
import { Secret } from '../../src/core/model/secret.ts';
import type { AgentHost } from '../../src/engine/agent/agent-host.ts';
import { acceptHistory } from '../../src/engine/agent/orders.ts';
import type { PassEnd, PassWant } from '../../src/engine/agent/pass-wants.ts';
import { createPasses } from '../../src/engine/agent/run-pass.ts';
import { openAgent } from '../../src/main/open-agent.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { LogFields } from '../../src/ports/log.ts';
import type { Settings } from '../../src/settings/settings.ts';
import type { GitHubStandInOptions } from '../../src/stand-ins/github/index.ts';
import { type HostedFleet, hostedFleet, TOKEN } from '../integration/stand-ins/hosted-fleet.ts';
import { localStore } from './local-store.ts';
import type { Files } from './scenario.ts';
import { baseline, matrix } from './small-fleet.ts';

const ALL: ReadonlySet<PassWant> = new Set<PassWant>(['repository', 'pulls', 'scan']);
const HOSTS = ['alpha', 'beta'] as const;
export type HostName = (typeof HOSTS)[number];

/** One host of the fleet: its agent in this process, over its own disk, state and connection. */
export interface FleetHost {
  readonly agent: AgentHost;
  readonly settings: Settings;
  readonly folder: string;
  /** Every message that its log got, with the fields as text. */
  readonly said: string[];
  pass(...wants: readonly PassWant[]): Promise<PassEnd>;
  live(instance: string, plugin?: string): string;
  edit(instance: string, text: string, plugin?: string): void;
  /** As if the process had ended and begun again: what only memory held is gone. */
  restart(): Promise<void>;
}

export interface AgentFleet extends HostedFleet {
  readonly hosts: Readonly<Record<HostName, FleetHost>>;
  /** One pass on each host, one after the other. */
  passes(...wants: readonly PassWant[]): Promise<readonly PassEnd[]>;
  /** Both hosts take the branch as it is. */
  accept(): Promise<void>;
  /** A change of the one baseline on a branch of its own, as an open pull request. */
  propose(
    branch: string,
    range: number | Readonly<Record<string, string>>,
    more?: { readonly author?: string; readonly fork?: boolean },
  ): Promise<{ readonly number: number; readonly head: string }>;
  statusOf(sha: string, host: HostName): string | undefined;
  /** All statuses of a commit, oldest first, as `host state: description`. */
  statusesOf(sha: string): readonly string[];
  comment(pull: number): string;
}

export interface AgentFleetOptions {
  readonly approval?: string;
  readonly policy?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly live?: Files;
  /** In place of the usual ones. */
  readonly instances?: Readonly<Record<HostName, readonly string[]>>;
  readonly hub?: Partial<GitHubStandInOptions>;
  /** In place of the usual ones; a function where they depend on where the repository is, or on the host. */
  readonly settings?:
    | Partial<Settings>
    | ((hosted: HostedFleet, host: HostPlace) => Partial<Settings> | Promise<Partial<Settings>>);
  /** A clock of the test's own. */
  readonly clock?: Clock;
  /** Goes with it. */
  readonly rest?: (millis: number) => Promise<void>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Leave the first revision unaccepted. */
  readonly isFresh?: boolean;
}

/** Where a host's things lie before its agent is there. */
export interface HostPlace {
  readonly name: HostName;
  readonly folder: string;
  /** Its instances, live files included. */
  readonly instances: string;
}

/** DEV01 and TOW01 on alpha, HUB01 on beta, Chairs on all of them. */
export function fleetFiles({
  approval = '{ required: 1, by: [alice] }',
  policy = '',
} = {}): Readonly<Record<string, string>> {
  return {
    'desired-state/fleet.yaml': `hosts: { alpha: {}, beta: {} }
stages: [dev, production]
instances:
  DEV01: { host: alpha, platform: paper, stage: dev }
  TOW01: { host: alpha, platform: paper, stage: production }
  HUB01: { host: beta, platform: paper, stage: production }
policy:
  approval: ${approval}
${policy}`,
    ...(matrix(['Chairs'], ['DEV01', 'TOW01', 'HUB01']) as Record<string, string>),
    ...chairs(4),
  };
}

/** The baseline with this range; `more` are further lines. */
export function chairs(range: number, more = ''): Readonly<Record<string, string>> {
  return baseline('Chairs', `range: ${range}\nsound: true\n${more}`) as Record<string, string>;
}

const LIVE = (range: number) => `# kept by people\nrange: ${range}\nsound: true\nmax: 10\n`;
const INSTANCES = { alpha: ['DEV01', 'TOW01'], beta: ['HUB01'] } as const;

/** A stand-in GitHub, its repository over HTTP and two agents. Gone when the test ends. */
export async function agentFleet(options: AgentFleetOptions = {}): Promise<AgentFleet> {
  const hosted = await hostedFleet({
    people: { alice: 'admin', bob: 'write', mallory: 'read' },
    // Each question of a token is three processes more; the daemons' stories and the demo have it asked.
    isPublic: true,
    ...options.hub,
  });
  const files = { ...fleetFiles(options), ...options.files };
  hosted.push('main', files);
  const hosts = {
    alpha: await createHost('alpha', hosted, options),
    beta: await createHost('beta', hosted, options),
  };
  const each = <T>(action: (host: FleetHost) => Promise<T>) => inOrder(Object.values(hosts), action);
  const accept = async () => {
    const tip = hosted.git('rev-parse', 'main');
    await each(({ agent }) => acceptHistory(agent, tip, { by: 'root', reason: '' }));
  };
  if (options.isFresh !== true) {
    await accept();
    await each((host) => host.pass());
  }
  const statusesOf = (sha: string) =>
    hosted.hub
      .statusesOf(sha)
      .map(
        ({ context, state, description }) => `${context.replace('homeamp/', '')} ${state}: ${description}`,
      );
  return {
    ...hosted,
    hosts,
    accept,
    passes: (...wants) => each((host) => host.pass(...wants)),
    async propose(branch, range, { author = 'bob', fork = false } = {}) {
      const head = hosted.push(branch, typeof range === 'number' ? chairs(range) : range);
      return { number: await hosted.hub.openPull({ head: branch, author, fork }), head };
    },
    statusesOf,
    statusOf: (sha, host) =>
      statusesOf(sha)
        .findLast((status) => status.startsWith(`${host} `))
        ?.slice(host.length + 1),
    comment: (pull) => hosted.hub.commentsOf(pull)[0]?.body ?? '',
  };
}

async function inOrder<T>(
  hosts: readonly FleetHost[],
  action: (host: FleetHost) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = [];
  for (const host of hosts) results.push(await action(host));
  return results;
}

async function createHost(
  name: HostName,
  hosted: HostedFleet,
  options: AgentFleetOptions,
): Promise<FleetHost> {
  const folder = join(hosted.work, '..', name);
  const instances = join(folder, 'instances');
  const own = (options.instances ?? INSTANCES)[name];
  const live = options.live ?? Object.fromEntries(own.map((id) => [configOf(id), LIVE(4)]));
  for (const instance of own) mkdirSync(join(instances, instance, 'Minecraft'), { recursive: true });
  for (const [path, text] of Object.entries(live)) {
    if (text === null || !own.some((instance) => path.startsWith(`${instance}/`))) continue;
    mkdirSync(dirname(join(instances, path)), { recursive: true });
    writeFileSync(join(instances, path), text);
  }
  const special =
    typeof options.settings === 'function'
      ? await options.settings(hosted, { name, folder, instances })
      : options.settings;
  const settings: Settings = { ...settingsFor(name, folder, hosted), ...special };
  const said: string[] = [];
  const tell = (message: string, fields: LogFields = {}) =>
    void said.push(`${message} ${JSON.stringify(fields)}`);
  const log = { info: tell, warn: tell, error: tell };
  const { clock, rest } = options;
  const base = { environment: options.environment ?? {}, version: 'test', log };
  const world = {
    ...base,
    ...(clock === undefined ? {} : { clock }),
    ...(rest === undefined ? {} : { rest }),
  };
  let opened = await openAgent(settings, world);
  let passes = createPasses(opened.agent);
  onTestFinished(() => opened.close());
  const path = (instance: string, plugin = 'Chairs') => join(instances, configOf(instance, plugin));
  return {
    get agent() {
      return opened.agent;
    },
    settings,
    folder,
    said,
    pass: (...wants) => passes.run(wants.length === 0 ? ALL : new Set(wants), () => false),
    live: (instance, plugin) => readFileSync(path(instance, plugin), 'utf8'),
    edit: (instance, text, plugin) => writeFileSync(path(instance, plugin), text),
    async restart() {
      await opened.close();
      opened = await openAgent(settings, world);
      passes = createPasses(opened.agent);
    },
  };
}

function configOf(instance: string, plugin = 'Chairs'): string {
  return `${instance}/Minecraft/plugins/${plugin}/config.yml`;
}

function settingsFor(host: HostName, folder: string, { hub }: HostedFleet): Settings {
  const token = new Secret(TOKEN);
  return {
    host,
    source: { url: hub.gitUrl, branch: 'main', access: { kind: 'forge' } },
    forge: {
      kind: 'github',
      apiUrl: hub.apiUrl,
      repository: 'acme/network',
      auth: { kind: 'token', token },
      writeGapMillis: 0,
      proposals: false,
    },
    gates: {
      signatures: { required: false, allowedSignersFile: undefined, gnupgHome: undefined },
      minimumApprovals: 0,
      trustFirstRevision: false,
    },
    amp: { kind: 'files', instances: join(folder, 'instances') },
    state: join(folder, 'state'),
    store: localStore(),
    secrets: { file: undefined, identity: undefined },
    schedule: {
      poll: { kind: 'interval', millis: 60_000 },
      pulls: { kind: 'interval', millis: 60_000 },
      scan: { kind: 'interval', millis: 3_600_000 },
      jitter: 0,
    },
    http: undefined,
    log: { format: 'json' },
  };
}

export const shaOf = (text: string) => text as CommitSha;
