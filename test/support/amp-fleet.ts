import { onTestFinished } from 'vitest';
import { Secret } from '../../src/core/model/secret.ts';
import type { PassEnd } from '../../src/engine/agent/pass-wants.ts';
import {
  type AmpStandIn,
  type SimEvent,
  type SimulatedPlugin,
  type SimulatedServer,
  type SimulatedServerSpec,
  startAmpStandIn,
} from '../../src/stand-ins/amp/index.ts';
import {
  type AgentFleet,
  type AgentFleetOptions,
  agentFleet,
  chairs,
  type FleetHost,
  type HostName,
} from './agent-fleet.ts';

const PASSWORD = 'correct horse battery staple';
const START = Date.UTC(2026, 10, 30, 10, 0, 0);

/** A clock that stands until a test moves it. */
export interface TestClock {
  now(): number;
  move(millis: number): void;
}

export interface AmpFleet extends AgentFleet {
  readonly clock: TestClock;
  readonly amp: Readonly<Record<HostName, AmpStandIn>>;
  server(name: string): SimulatedServer;
  events(server: string): readonly SimEvent[];
  /** Ticks of a host until nothing is under way any more, or for as long as it says. */
  settle(host?: HostName, longestMillis?: number): Promise<PassEnd>;
  /** A reviewed and merged change of the one baseline. */
  mergeRange(range: number | Readonly<Record<string, string>>, branch?: string): Promise<string>;
}

export interface AmpFleetOptions extends AgentFleetOptions {
  /** In the front matter of Chairs, below `config.yml`; a restart when left out. */
  readonly rule?: string;
  readonly servers?: Partial<Readonly<Record<string, Partial<SimulatedServerSpec>>>>;
  /** Beside or in place of the usual ones of Chairs. */
  readonly chairs?: Partial<SimulatedPlugin>;
  /** Happens while a pass waits for a moment. */
  readonly onRest?: () => void;
}

const SERVERS: Readonly<Record<HostName, readonly string[]>> = { alpha: ['DEV01', 'TOW01'], beta: ['HUB01'] };

/** The baseline of the fleet's one plugin with this rule for its file. */
export function ruledChairs(range: number | string, rule: string): Readonly<Record<string, string>> {
  const [[path = '', text = ''] = []] = Object.entries(chairs(0));
  const front = rule === '' ? '' : `files:\n  config.yml: ${rule}\n`;
  return {
    [path]: text.replace('range: 0', `range: ${range}`).replace('---\n# Chairs', `${front}---\n# Chairs`),
  };
}

/** Two hosts whose servers run under a stand-in for AMP each, in a time that only the test moves. */
export async function ampFleet(options: AmpFleetOptions = {}): Promise<AmpFleet> {
  let now = START;
  const clock: TestClock = {
    now: () => now,
    move(millis) {
      now += millis;
    },
  };
  const amps = new Map<HostName, AmpStandIn>();
  const names = options.instances ?? SERVERS;
  const rule = options.rule ?? '';
  const fleet = await agentFleet({
    ...options,
    clock,
    rest: async (millis) => {
      options.onRest?.();
      clock.move(millis);
    },
    hub: { now: clock.now, ...options.hub },
    files: { ...ruledChairs(4, rule), ...options.files },
    settings: async (hosted, { name, folder, instances }) => {
      const amp = await startAmpStandIn({
        instancesFolder: instances,
        accounts: { homeamp: { password: PASSWORD } },
        servers: names[name].map((server) => specOf(server, options)),
        now: clock.now,
      });
      onTestFinished(() => amp.close());
      amps.set(name, amp);
      const own =
        typeof options.settings === 'function'
          ? await options.settings(hosted, { name, folder, instances })
          : options.settings;
      return { ...own, amp: settingsOf(amp, instances) };
    },
  });
  const ampOf = (name: HostName) => amps.get(name) as AmpStandIn;
  const hostOf = (server: string): HostName => (names.beta.includes(server) ? 'beta' : 'alpha');
  return {
    ...fleet,
    clock,
    amp: { alpha: ampOf('alpha'), beta: ampOf('beta') },
    server: (name) => ampOf(hostOf(name)).server(name),
    events: (server) => ampOf(hostOf(server)).events.filter((event) => event.server === server),
    settle: (host = 'alpha', longestMillis = 600_000) => settle(fleet.hosts[host], clock, longestMillis),
    async mergeRange(range, branch = `range-${JSON.stringify(range).length}-${now}-${Math.random()}`) {
      const files = typeof range === 'number' ? ruledChairs(range, rule) : range;
      // A branch begins at what was merged before.
      fleet.git('switch', '--quiet', 'main');
      fleet.git('pull', '--quiet', '--ff-only', fleet.hub.bareRepository, 'main');
      const { number } = await fleet.propose(branch, files);
      await fleet.passes('pulls');
      fleet.hub.review({ pull: number, by: 'alice', verdict: 'APPROVED' });
      return fleet.hub.merge({ pull: number, by: 'bob', method: 'merge' });
    },
  };
}

function specOf(name: string, { servers = {}, chairs: own = {} }: AmpFleetOptions): SimulatedServerSpec {
  const plugin: SimulatedPlugin = { name: 'Chairs', files: ['plugins/Chairs/config.yml'], ...own };
  return { name, module: 'Minecraft', type: 'Paper', state: 'ready', plugins: [plugin], ...servers[name] };
}

function settingsOf(amp: AmpStandIn, instances: string) {
  const password = new Secret(PASSWORD);
  return { kind: 'api', instances, url: amp.url, username: 'homeamp', password, session: 'auto' } as const;
}

/** As the daemon would: the next tick comes when the last pass said so. */
async function settle(host: FleetHost, clock: TestClock, longestMillis: number): Promise<PassEnd> {
  const until = clock.now() + longestMillis;
  let end = await host.pass('servers');
  while (end.servers.wakeInMillis !== undefined && clock.now() < until) {
    clock.move(Math.max(200, end.servers.wakeInMillis));
    end = await host.pass('servers');
  }
  return end;
}
