import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const PATIENCE_MILLIS = 15_000;

/** Whether Debian's package `prometheus` is installed; it brings promtool. */
export const hasPrometheus = ['prometheus', 'promtool'].every(
  (name) => spawnSync(name, ['--version']).status === 0,
);

export interface QuerySample {
  readonly metric: Readonly<Record<string, string>>;
  /** Seconds since 1970, and the number as text. */
  readonly value: readonly [number, string];
}

/** What came of a query: samples, or what Prometheus says is wrong with it. */
export type QueryAnswer =
  | { readonly kind: 'samples'; readonly samples: readonly QuerySample[] }
  | { readonly kind: 'refused'; readonly error: string };

export interface RaisedAlert {
  readonly state: 'pending' | 'firing';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A real Prometheus on loopback with a folder of its own. */
export interface PrometheusServer {
  query(expr: string): Promise<QueryAnswer>;
  alerts(): Promise<readonly RaisedAlert[]>;
  /** Ends the process; safe to call again. */
  stop(): Promise<void>;
}

/** Resolves when it answers; its data lies below `folder`. */
export async function startPrometheus(config: string, folder: string): Promise<PrometheusServer> {
  const address = `127.0.0.1:${String(await freePort())}`;
  const flags = [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`];
  const child = spawn('prometheus', [...flags, `--web.listen-address=${address}`, '--log.level=warn'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.on('data', (data: Buffer) => said.push(data.toString()));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  try {
    await untilReady(`http://${address}/-/ready`, child);
  } catch (error) {
    await stop();
    throw new Error(said.join(''), { cause: error });
  }
  return {
    query: (expr) => ask(`http://${address}/api/v1/query?query=${encodeURIComponent(expr)}`),
    async alerts() {
      const response = await fetch(`http://${address}/api/v1/alerts`);
      const { data } = (await response.json()) as {
        readonly data: { readonly alerts: readonly RaisedAlert[] };
      };
      return data.alerts;
    },
    stop,
  };
}

async function ask(url: string): Promise<QueryAnswer> {
  const answer = (await (await fetch(url)).json()) as {
    readonly status: string;
    readonly error?: string;
    readonly data?: { readonly result: readonly QuerySample[] };
  };
  return answer.status === 'success'
    ? { kind: 'samples', samples: answer.data?.result ?? [] }
    : { kind: 'refused', error: answer.error ?? '' };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const end = performance.now() + PATIENCE_MILLIS;
  while (performance.now() < end && child.exitCode === null) {
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await sleep(50);
  }
  throw new Error('Prometheus did not get ready');
}
