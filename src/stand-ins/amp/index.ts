import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAgenda } from './agenda.ts';
import { createCheckValue } from './description/check-value.ts';
import { methodTable } from './description/method-table.ts';
import { typeTable } from './description/type-table.ts';
import type { SimEvent } from './events.ts';
import { type AmpFaults, createAmpFaults } from './faults.ts';
import { serveApi } from './http/api-server.ts';
import { createSessions } from './http/sessions.ts';
import type { AmpWorld } from './http/world.ts';
import type { AmpStandInOptions } from './options.ts';
import { type AmpRequestLog, createAmpRequestLog } from './requests.ts';
import { createControls, type SimulatedServer } from './server/controls.ts';
import { createInstance, type Instance } from './server/instance.ts';
import { prepareFolders } from './server/instance-folder.ts';

export { STATE } from './description/enum-table.ts';
export type { SimEvent } from './events.ts';
export type { AmpStandInOptions, SimulatedPlugin, SimulatedServerSpec } from './options.ts';
export type { SimulatedServer } from './server/controls.ts';

/** One controller of AMP with its instances and the servers in them, on this computer. */
export interface AmpStandIn {
  /** Of the controller; `/API` lies below it. */
  readonly url: string;
  /** Ends open connections too. What the servers knew is not saved. */
  close(): Promise<void>;
  /** Lets happen what is due by the clock. */
  advance(): void;
  readonly requests: AmpRequestLog;
  /** Requests that AMP's description does not allow, and answers of the stand-in that it does not. */
  readonly violations: readonly string[];
  /** Oldest first. */
  readonly events: readonly SimEvent[];
  /** Throws for a name that is no server; the controller is none. */
  server(name: string): SimulatedServer;
  /** Everybody must log in anew. */
  loseSessions(): void;
  readonly faults: AmpFaults;
}

const TICK_MILLIS = 20;

/** Starts on 127.0.0.1. Without a clock of the caller's own, time passes by itself until it is closed. */
export async function startAmpStandIn(options: AmpStandInOptions): Promise<AmpStandIn> {
  const violations: string[] = [];
  const events: SimEvent[] = [];
  const world = createWorld(options, { violations, events });
  const { agenda, instances, sessions } = world;
  const faults = createAmpFaults();
  const log = createAmpRequestLog();
  const checkValue = createCheckValue(typeTable(world.version));
  const parts = { world, checkValue, onViolation: (text: string) => violations.push(text), faults, log };
  const server = createServer((incoming, response) => {
    // Whoever asked went away meanwhile; nobody is left to be told.
    serveApi(parts, incoming, response).catch(() => response.destroy());
  });
  const port = await listen(server, options.port ?? 0);
  const ticks = options.now === undefined ? setInterval(agenda.advance, TICK_MILLIS).unref() : undefined;
  const controls = new Map(
    [...instances.values()].map((each) => [each.folder.spec.name, createControls(each)]),
  );
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      clearInterval(ticks);
      for (const { app } of instances.values()) app.process.port.close();
      return closeServer(server);
    },
    advance: agenda.advance,
    requests: log,
    violations,
    events,
    server: (name) => named(controls, name),
    loseSessions: () => sessions.lose(),
    faults,
  };
}

function createWorld(
  options: AmpStandInOptions,
  told: { readonly violations: string[]; readonly events: SimEvent[] },
): AmpWorld {
  const version = options.version ?? '2.8';
  const agenda = createAgenda(options.now ?? Date.now, (error) =>
    told.violations.push(`the simulation failed: ${String(error)}`),
  );
  const folders = prepareFolders(options.instancesFolder, options.servers);
  const ids = new Map(folders.map(({ spec, id }) => [spec.name, id]));
  const idleMillis = options.sessionIdleMillis ?? Number.POSITIVE_INFINITY;
  const sessions = createSessions({ now: agenda.now, idleMillis, ids });
  const instances = folders
    .filter(({ spec }) => spec.module !== 'ADS')
    .map((folder) =>
      createInstance(folder, {
        agenda,
        tell: (fact) => told.events.push({ ...fact, at: agenda.now(), server: folder.spec.name }),
        runningLagMillis: options.runningLagMillis ?? 0,
        onDaemonDown: () => sessions.lose(folder.id),
      }),
    );
  return {
    options,
    version,
    methods: methodTable(version),
    agenda,
    sessions,
    instances: new Map(instances.map((each: Instance) => [each.folder.id, each])),
    controller: folders.find(({ spec }) => spec.module === 'ADS'),
  };
}

function named(controls: ReadonlyMap<string, SimulatedServer>, name: string): SimulatedServer {
  const found = controls.get(name);
  if (found === undefined) throw new Error(`There is no server ${name}.`);
  return found;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
