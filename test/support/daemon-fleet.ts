import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { temporaryFolder } from '../integration/adapters/temporary-folder.ts';
import { type HostedFleet, hostedFleet, TOKEN } from '../integration/stand-ins/hosted-fleet.ts';
import { chairs, fleetFiles, type HostName } from './agent-fleet.ts';
import {
  type AgentProcess,
  type Ended,
  type LogLine,
  processesNaming,
  startProcess,
  waitFor,
} from './agent-process.ts';
import { configOf } from './small-fleet.ts';

export const WEBHOOK_SECRET = 'webhook-secret-c41e77';
/** The value of a `{{secret:…}}`: nothing that is said may hold it. */
export const CANARY = 'canary-5b20fd38';
const SECRETS = [TOKEN, WEBHOOK_SECRET, CANARY] as const;
const STATIC_TEXT = /^[A-Za-z][A-Za-z ,']{3,80}$/;

/** One host with its settings file, on which the built command runs. */
export interface DaemonHost {
  readonly name: string;
  readonly folder: string;
  readonly state: string;
  readonly config: string;
  /** Writes agent.yaml anew with other sections; undefined takes one out. */
  configure(sections: Readonly<Record<string, unknown>>): void;
  /** `homeamp agent` with these settings; what it says is checked when the test ends. */
  start(...words: readonly string[]): AgentProcess;
  /** Any command, to its end. */
  run(...words: readonly string[]): Promise<Ended>;
  live(instance: string, plugin?: string): string;
  edit(instance: string, text: string, plugin?: string): void;
}

export interface DaemonFleet extends HostedFleet {
  readonly hosts: Readonly<Record<HostName, DaemonHost>>;
  propose(branch: string, range: number): Promise<{ readonly number: number; readonly head: string }>;
  approveAndMerge(pull: number): Promise<string>;
  /** The newest status of a host on a commit, as `state: description`. */
  statusOf(sha: string, host: string): string;
}

export interface DaemonFleetOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly instances?: Readonly<Record<HostName, readonly string[]>>;
  /** Below the instances folder of whichever host has the instance. */
  readonly live?: Readonly<Record<string, string>>;
}

const INSTANCES = { alpha: ['DEV01', 'TOW01'], beta: ['HUB01'] } as const;
const LIVE = 'range: 4\nsound: true\npassword: old\nmax: 10\n';

/** A stand-in GitHub and two hosts with agent.yaml files; nothing runs yet. Gone, processes included, with the test. */
export async function daemonFleet(options: DaemonFleetOptions = {}): Promise<DaemonFleet> {
  const folder = temporaryFolder();
  onTestFinished(() =>
    waitFor(
      () => processesNaming(folder).length === 0,
      () => processesNaming(folder).join('\n'),
    ),
  );
  const hosted = await hostedFleet({ people: { alice: 'admin', bob: 'write' } });
  hosted.push('main', { ...(options.files ?? { ...fleetFiles(), ...secretChairs(4) }) });
  const instances = options.instances ?? INSTANCES;
  const live =
    options.live ??
    Object.fromEntries(
      Object.values(instances)
        .flat()
        .map((id) => [configOf(id, 'Chairs'), LIVE]),
    );
  const create = (name: HostName) => {
    const place = { name, folder: join(folder, name), instances: instances[name], live };
    return createDaemonHost(place, hosted);
  };
  return {
    ...hosted,
    hosts: { alpha: create('alpha'), beta: create('beta') },
    async propose(branch, range) {
      const head = hosted.push(branch, secretChairs(range));
      return { head, number: await hosted.hub.openPull({ head: branch, author: 'bob' }) };
    },
    async approveAndMerge(pull) {
      hosted.hub.review({ pull, by: 'alice', verdict: 'APPROVED' });
      return hosted.hub.merge({ pull, by: 'bob', method: 'merge' });
    },
    statusOf(sha, host) {
      const status = hosted.hub.statusesOf(sha).findLast(({ context }) => context === `homeamp/${host}`);
      return status === undefined ? '' : `${status.state}: ${status.description}`;
    },
  };
}

/** The baseline with this range and a secret. */
export function secretChairs(range: number): Readonly<Record<string, string>> {
  return chairs(range, 'password: "{{secret:DB_PASSWORD}}"\n');
}

/** The port that an agent listens on for webhooks. */
export async function webhookOf(agent: AgentProcess): Promise<string> {
  const { port } = await agent.until('Listening');
  return `http://127.0.0.1:${String(port)}/webhook`;
}

/** Tells agents of a push, signed as GitHub signs. */
export async function hint({ hub }: HostedFleet, ...urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    const { status } = await hub.deliverWebhook(url, WEBHOOK_SECRET, 'push', { at: performance.now() });
    expect(status).toBe(202);
  }
}

interface HostPlace {
  readonly name: HostName;
  readonly folder: string;
  readonly instances: readonly string[];
  readonly live: Readonly<Record<string, string>>;
}

function createDaemonHost({ name, folder, instances, live }: HostPlace, hosted: HostedFleet): DaemonHost {
  const root = join(folder, 'instances');
  mkdirSync(root, { recursive: true });
  for (const instance of instances) mkdirSync(join(root, instance, 'Minecraft'), { recursive: true });
  for (const [path, text] of Object.entries(live)) {
    if (!instances.some((instance) => path.startsWith(`${instance}/`))) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const config = join(folder, 'agent.yaml');
  const { sections, environment } = settingsOf(name, folder, hosted);
  const configure = (more: Readonly<Record<string, unknown>>) =>
    writeFileSync(config, JSON.stringify({ ...sections, ...more }, undefined, 2));
  configure({});
  const place = { folder, environment: { ...environment, HOMEAMP_CONFIG: config } };
  return {
    name,
    folder,
    state: join(folder, 'state'),
    config,
    configure,
    start(...words) {
      const agent = startProcess(['agent', ...words], place);
      onTestFinished(async () => {
        agent.kill('SIGKILL');
        expectGoodLog(agent.lines(), await agent.ended);
      });
      return agent;
    },
    run: (...words) => startProcess(words, place).ended,
    live: (instance, plugin = 'Chairs') => readFileSync(join(root, configOf(instance, plugin)), 'utf8'),
    edit: (instance, text, plugin = 'Chairs') => writeFileSync(join(root, configOf(instance, plugin)), text),
  };
}

/** Alpha is given its secrets by the environment, beta by files. */
function settingsOf(name: HostName, folder: string, { hub }: HostedFleet) {
  const byFile = name === 'beta';
  const file = (called: string, text: string) => {
    const path = join(folder, called);
    if (byFile) writeFileSync(path, `${text}\n`, { mode: 0o600 });
    return { file: path };
  };
  const sections = {
    host: name,
    source: { url: hub.gitUrl, branch: 'main' },
    forge: {
      kind: 'github',
      repository: 'acme/network',
      token: byFile ? file('token', TOKEN) : { env: 'HOMEAMP_GITHUB_TOKEN' },
      apiUrl: hub.apiUrl,
      writeGap: '0s',
    },
    gates: { trustFirstRevision: true },
    amp: { instances: join(folder, 'instances') },
    state: join(folder, 'state'),
    schedule: { poll: '10s', pulls: '10s', scan: '1h', jitter: '0%' },
    http: {
      listen: '127.0.0.1:0',
      webhook: { secret: byFile ? file('webhook', WEBHOOK_SECRET) : { env: 'HOMEAMP_WEBHOOK' } },
    },
    ...(byFile ? { secrets: file('secrets.env', `DB_PASSWORD=${CANARY}`) } : {}),
  };
  const environment = {
    HOMEAMP_GITHUB_TOKEN: TOKEN,
    HOMEAMP_WEBHOOK: WEBHOOK_SECRET,
    HOMEAMP_SECRET_DB_PASSWORD: CANARY,
  };
  return { sections, environment: byFile ? {} : environment };
}

/** Of everything an agent said: constant texts, and no secret. */
function expectGoodLog(lines: readonly LogLine[], { out, err }: Ended): void {
  for (const secret of SECRETS) expect(`${out}${err}`).not.toContain(secret);
  expect(lines.map(({ message }) => message).filter((message) => !STATIC_TEXT.test(message))).toEqual([]);
  for (const { at, level } of lines) {
    expect(at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(['info', 'warn', 'error']).toContain(level);
  }
}
