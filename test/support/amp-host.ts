import { copyFileSync, cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { CommitSha } from '../../src/core/model/revision.ts';
import { Secret } from '../../src/core/model/secret.ts';
import type { AgentHost } from '../../src/engine/agent/agent-host.ts';
import type { PassEnd, PassWant } from '../../src/engine/agent/pass-wants.ts';
import { createPasses } from '../../src/engine/agent/run-pass.ts';
import { openAgent } from '../../src/main/open-agent.ts';
import type { LogFields } from '../../src/ports/log.ts';
import type { SourceRepository } from '../../src/ports/source-repository.ts';
import type { Settings } from '../../src/settings/settings.ts';
import type { SimEvent } from '../../src/stand-ins/amp/index.ts';
import { createFate, type Fate, mortalAgent } from './amp-mortal.ts';
import { AMP_PASSWORD, type AmpPlace, type AmpPlaceOptions, ampPlace, OLD, PLUGINS } from './amp-place.ts';
import { localStore } from './local-store.ts';

const START = Date.UTC(2026, 10, 30, 10, 0, 0);
const ALL: ReadonlySet<PassWant> = new Set<PassWant>(['repository', 'pulls', 'scan']);

/** A host without a forge, with its agent in this process, in a time that only the test moves. */
export interface AmpHost extends AmpPlace {
  readonly agent: AgentHost;
  /** When the agent's process is killed. */
  readonly fate: Fate;
  /** What its log got, with the fields as text. */
  readonly said: string[];
  now(): number;
  move(millis: number): void;
  /** Of the server, since the last `reset`. */
  events(): readonly SimEvent[];
  pass(...wants: readonly PassWant[]): Promise<PassEnd>;
  /** Ticks as the daemon would until nothing is under way, or for as long as it says. */
  settle(longestMillis?: number): Promise<PassEnd>;
  /** A new process over the same state. */
  restart(): Promise<void>;
  /** Keeps the agent's state for `reset`. */
  save(): Promise<void>;
  /** The agent's state as it was saved, in a new process; the server runs on the files it began with. */
  reset(): Promise<void>;
}

export interface AmpHostOptions extends Omit<AmpPlaceOptions, 'now'> {
  /** What lies between the agent and the world, for faults that no program of it has. */
  readonly over?: (agent: AgentHost) => AgentHost;
}

/** In sync with range 1 when it is returned; gone with the test. */
export async function ampHost(options: AmpHostOptions = {}): Promise<AmpHost> {
  let now = START;
  const clock = { now: () => now };
  const place = await ampPlace({ ...options, now: clock.now });
  const { folder, amp, server } = place;
  const said: string[] = [];
  const tell = (message: string, fields: LogFields = {}) =>
    void said.push(`${message} ${JSON.stringify(fields)}`);
  const rest = async (millis: number) => {
    now += millis;
  };
  const world = {
    environment: {},
    version: 'test',
    clock,
    rest,
    log: { info: tell, warn: tell, error: tell },
  };
  const fate = createFate();
  const open = createOpen(settingsOf(folder, amp.url), { world, fate, over: options.over });
  let opened = await open();
  let eventsBefore = 0;
  onTestFinished(() => opened.close());
  const pass = (...wants: readonly PassWant[]) =>
    opened.passes.run(wants.length === 0 ? ALL : new Set(wants), () => false);
  const reopen = async (between: () => void) => {
    await opened.close();
    fate.spare();
    between();
    opened = await open();
  };
  const database = join(folder, 'state/state.mdb');
  const backups = join(folder, 'state', 'backups');
  const beginAnew = () => {
    for (const player of server.players) server.leave(player);
    const reaches = (state: number) => {
      now += 10_000;
      // The stand-in lets happen what is due when somebody looks.
      expect(server.state).toBe(state);
    };
    server.stop();
    reaches(0);
    for (const plugin of PLUGINS) place.edit(plugin, OLD);
    server.start();
    reaches(20);
    said.length = 0;
    eventsBefore = amp.events.length;
  };
  await pass();
  return {
    ...place,
    get agent() {
      return opened.agent;
    },
    fate,
    said,
    now: clock.now,
    move(millis) {
      now += millis;
    },
    events: () => amp.events.slice(eventsBefore),
    pass,
    async settle(longestMillis = 900_000) {
      const until = now + longestMillis;
      let end = await pass('servers');
      while (end.servers.wakeInMillis !== undefined && now < until) {
        now += Math.max(200, end.servers.wakeInMillis);
        end = await pass('servers');
      }
      return end;
    },
    restart: () => reopen(() => undefined),
    save: () =>
      reopen(() => {
        copyFileSync(database, `${database}.saved`);
        copyFolder(backups, `${backups}.saved`);
      }),
    reset: () =>
      reopen(() => {
        copyFileSync(`${database}.saved`, database);
        copyFolder(`${backups}.saved`, backups);
        beginAnew();
      }),
  };
}

function copyFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}

interface Opening {
  readonly world: Parameters<typeof openAgent>[1];
  readonly fate: ReturnType<typeof createFate>;
  readonly over: AmpHostOptions['over'];
}

function createOpen(settings: Settings, { world, fate, over = (agent) => agent }: Opening) {
  const remember = rememberTrees();
  return async () => {
    const opened = await openAgent(settings, world);
    return { ...opened, passes: createPasses(mortalAgent(over(remember(opened.agent)), fate.effect)) };
  };
}

/** A commit never changes, so that its files need not be asked of Git in every pass of a long test. */
function rememberTrees(): (agent: AgentHost) => AgentHost {
  const sources = new Map<CommitSha, SourceRepository>();
  return (agent) => {
    const at = (sha: CommitSha): SourceRepository => {
      const source = agent.history.at(sha);
      const kept = sources.get(sha) ?? {
        identify: once(() => source.identify(undefined)),
        readTree: once(() => source.readTree(undefined)),
      };
      sources.set(sha, kept);
      return kept;
    };
    return { ...agent, history: { ...agent.history, at } };
  };
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}

function settingsOf(folder: string, url: string): Settings {
  const hourly = { kind: 'interval', millis: 3_600_000 } as const;
  const account = { username: 'homeamp', password: new Secret(AMP_PASSWORD), session: 'auto' } as const;
  return {
    host: 'alpha',
    source: { url: join(folder, 'repository'), branch: 'main', access: { kind: 'none' } },
    forge: { kind: 'none' },
    gates: {
      signatures: { required: false, allowedSignersFile: undefined, gnupgHome: undefined },
      minimumApprovals: 0,
      trustFirstRevision: true,
    },
    amp: { kind: 'api', instances: join(folder, 'instances'), url, ...account },
    state: join(folder, 'state'),
    store: localStore(),
    secrets: { file: undefined, identity: undefined },
    schedule: { poll: hourly, pulls: hourly, scan: hourly, jitter: 0 },
    http: undefined,
    log: { format: 'json' },
  };
}
