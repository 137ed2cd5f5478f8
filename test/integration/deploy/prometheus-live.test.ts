import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import type { AgentProcess } from '../../support/agent-process.ts';
import { type DaemonFleet, daemonFleet, secretChairs } from '../../support/daemon-fleet.ts';
import { freePort } from '../../support/free-port.ts';
import { alertQueries, dashboardQueries, MONITORING, RULES } from '../../support/monitoring-files.ts';
import {
  hasPrometheus,
  type PrometheusServer,
  type QuerySample,
  type RaisedAlert,
  startPrometheus,
} from '../../support/prometheus-server.ts';
import { startSampleExporter } from '../../support/sample-exporter.ts';
import { temporaryFolder } from '../adapters/temporary-folder.ts';

const PATIENCE_MILLIS = 20_000;
/** No change waits, every stage is done, and no address has TLS. */
const NOTHING_OF = [
  'homeamp fleet: Waiting to be written or loaded A',
  'homeamp fleet: Rollout A',
  'homeamp fleet: Oldest unfinished stage by host A',
  'homeamp fleet: Certificates A',
  'homeamp host: Waiting to be written or loaded A',
  'homeamp host: Rollout A',
  'homeamp host: Certificates A',
];
const TOKEN = 'token-for-prometheus-81d3';

/** The example with this one target, a second between two looks, and alerts that wait for two seconds at most. */
async function prometheusBeside(host: string, port: number): Promise<PrometheusServer> {
  const folder = temporaryFolder();
  const text = readFileSync(join(MONITORING, 'prometheus.example.yaml'), 'utf8');
  const example = parse(text.replaceAll('/etc/prometheus/', `${folder}/`)) as {
    readonly scrape_configs: readonly object[];
  };
  const here = {
    ...example,
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    alerting: {},
    scrape_configs: [
      {
        ...example.scrape_configs[0],
        static_configs: [{ targets: [`127.0.0.1:${String(port)}`], labels: { host } }],
      },
    ],
  };
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, stringify(here));
  writeFileSync(join(folder, 'homeamp.token'), `${TOKEN}\n`);
  const hurried = readFileSync(RULES, 'utf8').replace(/for: \S+/g, 'for: 2s');
  writeFileSync(join(folder, 'homeamp-alerts.yaml'), hurried);
  const prometheus = await startPrometheus(config, folder);
  onTestFinished(prometheus.stop);
  return prometheus;
}

/** An agent whose host has drifted, and holds a commit that nobody approved. */
async function troubledAgent(fleet: DaemonFleet, port: number): Promise<AgentProcess> {
  const { alpha } = fleet.hosts;
  const file = join(alpha.folder, 'http.token');
  writeFileSync(file, `${TOKEN}\n`, { mode: 0o600 });
  alpha.configure({ http: { listen: `127.0.0.1:${String(port)}`, token: { file } } });
  const agent = alpha.start();
  await agent.until('A pass is done');
  fleet.push('main', secretChairs(5));
  alpha.edit('DEV01', 'range: 40\nsound: true\npassword: other\nmax: 10\n');
  agent.kill('SIGHUP');
  return agent;
}

/** As Grafana would ask with one host and all instances chosen. */
function asAsked(expr: string, host: string): string {
  const chosen = expr.replaceAll('$host', host).replaceAll('$instance', '.*');
  return chosen.replaceAll('$__rate_interval', '5s');
}

async function ask(prometheus: PrometheusServer, expr: string): Promise<readonly QuerySample[]> {
  const answer = await prometheus.query(expr);
  if (answer.kind === 'refused') throw new Error(`${expr}: ${answer.error}`);
  return answer.samples;
}

/** Queries of the dashboards that give nothing at present. */
async function emptyQueries(prometheus: PrometheusServer, host: string): Promise<readonly string[]> {
  const answers = await Promise.all(
    dashboardQueries().map(async ({ where, expr }) => ({
      where,
      isEmpty: (await ask(prometheus, asAsked(expr, host))).length === 0,
    })),
  );
  return answers.filter(({ isEmpty }) => isEmpty).map(({ where }) => where);
}

/** Exactly these give nothing; a computer that is busy misses a look now and then, so it is asked again. */
async function untilEmptyAre(
  expected: readonly string[],
  prometheus: PrometheusServer,
  host: string,
): Promise<void> {
  const end = performance.now() + PATIENCE_MILLIS;
  let empty = await emptyQueries(prometheus, host);
  while (empty.join() !== expected.join() && performance.now() < end) {
    await sleep(200);
    empty = await emptyQueries(prometheus, host);
  }
  expect(empty).toEqual(expected);
}

async function firingAlerts(prometheus: PrometheusServer): Promise<readonly RaisedAlert[]> {
  return (await prometheus.alerts()).filter(({ state }) => state === 'firing');
}

/** Waits until a query gives something. */
async function untilSeen(prometheus: PrometheusServer, expr: string): Promise<void> {
  const end = performance.now() + PATIENCE_MILLIS;
  while ((await ask(prometheus, expr)).length === 0) {
    if (performance.now() > end) throw new Error(`nothing came of ${expr}`);
    await sleep(100);
  }
}

const firing = (alert: string) => `ALERTS{alertname="${alert}", alertstate="firing"}`;

describe.skipIf(!hasPrometheus)('a real Prometheus', { timeout: 60_000 }, () => {
  it('answers every query of the dashboards from all that an agent can tell, and refuses no rule', async () => {
    const exporter = await startSampleExporter('sample');
    onTestFinished(exporter.stop);
    const prometheus = await prometheusBeside('sample', exporter.port);
    await untilSeen(prometheus, 'count_over_time(up{host="sample"}[10s]) > 1');
    await untilEmptyAre([], prometheus, 'sample');
    for (const { expr } of alertQueries()) await ask(prometheus, expr);
    await untilSeen(prometheus, firing('HomeampInstanceStuck'));
    const [frozen] = await ask(prometheus, firing('HomeampInstanceStuck'));
    expect(frozen?.metric).toMatchObject({ host: 'sample', job: 'homeamp', severity: 'critical' });
  });

  it('watches a running agent, and tells that it stopped', async () => {
    const port = await freePort();
    const fleet = await daemonFleet();
    const agent = await troubledAgent(fleet, port);
    const prometheus = await prometheusBeside('alpha', port);
    await untilSeen(prometheus, 'up{job="homeamp", host="alpha"} == 1');
    await untilSeen(
      prometheus,
      'homeamp_drifted_since_timestamp_seconds{instance="alpha/DEV01", host="alpha"}',
    );
    await untilSeen(prometheus, 'homeamp_revision_held_since_timestamp_seconds{reason="direct-push"}');
    await untilSeen(prometheus, 'count_over_time(up{host="alpha"}[10s]) > 1');
    await untilEmptyAre(NOTHING_OF, prometheus, 'alpha');
    expect(await firingAlerts(prometheus)).toEqual([]);
    expect(await agent.stop()).toMatchObject({ code: 0, err: '' });
    await untilSeen(prometheus, firing('HomeampAgentDown'));
    await untilSeen(
      prometheus,
      'count_over_time(ALERTS{alertname="HomeampAgentDown", alertstate="pending"}[1m])',
    );
    expect(await firingAlerts(prometheus)).toMatchObject([
      {
        labels: { alertname: 'HomeampAgentDown', host: 'alpha', severity: 'critical' },
        annotations: { summary: 'The agent on alpha is down' },
      },
    ]);
  });
});
