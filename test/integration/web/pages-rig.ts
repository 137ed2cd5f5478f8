import { request } from 'node:http';
import { onTestFinished } from 'vitest';
import { Secret } from '../../../src/core/model/secret.ts';
import type { InstanceReport, Report } from '../../../src/core/report/report.ts';
import type { LogFields } from '../../../src/ports/log.ts';
import { createPageAnswerer } from '../../../src/web/answer-page.ts';
import type { ApiSources } from '../../../src/web/api/sources.ts';
import type { HealthSource } from '../../../src/web/health.ts';
import { startHttpServer } from '../../../src/web/http-server.ts';

export interface PagesOptions {
  readonly token?: string;
  readonly health?: Partial<HealthSource>;
  readonly api?: Partial<ApiSources>;
}

/** A server on a free port until the test ends. */
export async function openPages({ token, health = {}, api = {} }: PagesOptions = {}) {
  const lines: { readonly message: string; readonly fields: LogFields }[] = [];
  const say = (message: string, fields: LogFields = {}) => void lines.push({ message, fields });
  const pages = createPageAnswerer(
    {
      health: { isAlive: () => true, notReady: () => [], ...health },
      metrics: async () => ({ contentType: 'text/plain; version=0.0.4', text: 'homeamp_example 1\n' }),
      api: { ...emptySources(), ...api },
    },
    token === undefined ? undefined : new Secret(token),
  );
  const listen = { host: '127.0.0.1', port: 0 };
  const server = await startHttpServer({ listen, log: { info: say, warn: say, error: say }, pages });
  onTestFinished(() => server.stop());
  return {
    port: server.port,
    url: `http://127.0.0.1:${server.port}`,
    lines,
    ask: (path: string, asked: Asked = {}) => ask(server.port, path, asked),
    json: async (path: string): Promise<unknown> => JSON.parse((await ask(server.port, path, {})).text),
  };
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** The path goes out as it stands, which `fetch` would tidy first. */
function ask(port: number, path: string, { method = 'GET', headers = {} }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const target = { host: '127.0.0.1', port, path, method, headers, agent: false };
    const outgoing = request(target, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** An agent that has just started. */
function emptySources(): ApiSources {
  return {
    status: () => ({
      host: 'alpha',
      version: '1.2.3',
      startedAt: Date.UTC(2026, 4, 1),
      alive: true,
      notReady: ['no-pass-yet'],
      lastPass: null,
    }),
    report: () => undefined,
    history: () => [],
    audit: () => [],
    passes: async () => [],
    pass: async () => undefined,
    hosts: async () => [],
    backups: async () => [],
  };
}

const NO_COUNTS = {
  inSync: 0,
  converged: 0,
  unadopted: 0,
  pending: 0,
  drifted: 0,
  conflicting: 0,
  unknown: 0,
};

export function instanceReport(id: string, more: Partial<InstanceReport> = {}): InstanceReport {
  return {
    id: id as InstanceReport['id'],
    name: id.split('/').at(-1) ?? id,
    platform: 'paper',
    stage: 'production',
    state: 'InSync',
    reason: null,
    counts: { ...NO_COUNTS, inSync: 12 },
    findings: [],
    changes: [],
    activation: { kind: 'none' },
    outcome: null,
    lastApply: null,
    server: null,
    evidence: [],
    ...more,
  };
}

export function reportOf(instances: readonly InstanceReport[], more: Partial<Report> = {}): Report {
  const states = {
    InSync: 0,
    Pending: 0,
    Drifted: 0,
    AppliedNotLoaded: 0,
    Blocked: 0,
    Suspended: 0,
    Failed: 0,
    Unknown: 0,
  };
  for (const { state } of instances) states[state] += 1;
  return {
    version: '1.2.3',
    host: 'alpha',
    steersServers: true,
    revision: { kind: 'commit', id: '0123456789abcdef0123456789abcdef01234567', subject: 'Seats' },
    planId: 'plan',
    instances,
    unknownFolders: [],
    registryTroubles: [],
    totals: { instances: instances.length, states, counts: NO_COUNTS, changes: 0, held: 0 },
    course: null,
    suspensions: [],
    restartOrders: [],
    ...more,
  };
}
