import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import {
  type AmpStandIn,
  type SimulatedPlugin,
  type SimulatedServer,
  type SimulatedServerSpec,
  startAmpStandIn,
} from '../../src/stand-ins/amp/index.ts';
import { temporaryFolder } from '../integration/adapters/temporary-folder.ts';
import { runGit } from '../integration/stand-ins/hosted-fleet.ts';
import { baseline, matrix } from './small-fleet.ts';

export const AMP_PASSWORD = 'correct horse battery staple';
export const PLUGINS = ['Chairs', 'Tables'] as const;
/** What is in both files at first. */
export const OLD = 'range: 1\nmax: 10\n';

type Texts = Readonly<Record<string, string>>;
export type HostPlugin = (typeof PLUGINS)[number];

/** One host's disk, its repository beside it, and a stand-in for AMP with the server DEV01, which has two plugins. */
export interface AmpPlace {
  readonly folder: string;
  readonly amp: AmpStandIn;
  readonly server: SimulatedServer;
  /** The account that the agent uses in AMP; what it may do counts from its next login on. */
  readonly account: { permissions: readonly string[] };
  /** Commits files to the branch. */
  push(files: Texts): void;
  git(...words: readonly string[]): string;
  live(plugin: HostPlugin): string;
  edit(plugin: HostPlugin, text: string): void;
  /** Everything below the server's folder. */
  files(): readonly string[];
  /** As an admin does in AMP's controller. */
  startDaemon(): Promise<void>;
}

export interface AmpPlaceOptions {
  /** Of the fleet's policy. */
  readonly activation?: string;
  /** In the front matter of both baselines, for `config.yml`; `{plugin}` stands for the plugin's name in lower case. */
  readonly rule?: string;
  readonly plugins?: Partial<SimulatedPlugin>;
  readonly server?: Partial<SimulatedServerSpec>;
  /** Without it the server's time is that of the computer. */
  readonly now?: () => number;
}

/** Both baselines with this range. */
export function ranged(range: number, rule = ''): Texts {
  const frontOf = (plugin: string) =>
    rule === '' ? '' : `files:\n  config.yml: ${rule.replaceAll('{plugin}', plugin.toLowerCase())}\n`;
  return Object.assign(
    {},
    ...PLUGINS.map((plugin) => baseline(plugin, `range: ${range}\n`, { front: frontOf(plugin) })),
  );
}

/** The fleet of the one host, with this activation policy; `instance` is more of DEV01. */
export function ampFleetFile(activation = '{ restart: now }', instance = ''): Texts {
  return {
    'desired-state/fleet.yaml': `hosts: { alpha: {} }
stages: [dev]
instances:
  DEV01: { host: alpha, platform: paper, stage: dev${instance} }
policy:
  approval: { required: 0 }
  activation: ${activation}
`,
  };
}

/** Gone with the test. */
export async function ampPlace(options: AmpPlaceOptions = {}): Promise<AmpPlace> {
  const folder = temporaryFolder();
  const root = join(folder, 'instances/DEV01/Minecraft');
  const path = (plugin: HostPlugin) => join(root, 'plugins', plugin, 'config.yml');
  for (const plugin of PLUGINS) write(root, { [`plugins/${plugin}/config.yml`]: OLD });
  const account = { password: AMP_PASSWORD, permissions: ['*'] as readonly string[] };
  const amp = await startAmpStandIn({
    instancesFolder: join(folder, 'instances'),
    accounts: { homeamp: account },
    servers: [serverOf(options)],
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  onTestFinished(() => amp.close());
  return {
    folder,
    amp,
    server: amp.server('DEV01'),
    account,
    ...createRepository(join(folder, 'repository'), options),
    live: (plugin) => readFileSync(path(plugin), 'utf8'),
    edit: (plugin, text) => writeFileSync(path(plugin), text),
    files: () => readdirSync(root, { recursive: true, encoding: 'utf8' }),
    startDaemon: () => startInstance(amp.url),
  };
}

function createRepository(
  work: string,
  { activation, rule }: AmpPlaceOptions,
): Pick<AmpPlace, 'git' | 'push'> {
  const git = (...words: readonly string[]) => runGit(work, words);
  const push = (files: Texts) => {
    write(work, files);
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', 'change');
  };
  mkdirSync(work, { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  push({ ...ampFleetFile(activation), ...(matrix(PLUGINS, ['DEV01']) as Texts), ...ranged(1, rule) });
  return { git, push };
}

function serverOf({ plugins, server }: AmpPlaceOptions): SimulatedServerSpec {
  const simulated = PLUGINS.map((name) => ({
    name,
    files: [`plugins/${name}/config.yml`],
    savesOnStop: true,
    reload: { command: `${name.toLowerCase()} reload`, answer: `[${name}] ${name} reloaded.` },
    ...plugins,
  }));
  const spec = { name: 'DEV01', module: 'Minecraft', type: 'Paper', state: 'ready' } as const;
  return { ...spec, plugins: simulated, ...server };
}

async function startInstance(url: string): Promise<void> {
  const call = async (method: string, parameters: object): Promise<Readonly<Record<string, unknown>>> => {
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    const body = JSON.stringify(parameters);
    const answer = await fetch(`${url}/API/${method}`, { method: 'POST', headers, body });
    return answer.json() as Promise<Readonly<Record<string, unknown>>>;
  };
  const login = { username: 'homeamp', password: AMP_PASSWORD, token: '', rememberMe: false };
  const { sessionID } = await call('Core/Login', login);
  const started = await call('ADSModule/StartInstance', { InstanceName: 'DEV01', SESSIONID: sessionID });
  expect(started).toMatchObject({ Status: true });
}

function write(folder: string, files: Texts): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
