import { describe, expect, it } from 'vitest';
import { CATALOGUE, createTelemetry } from '../../../src/adapters/telemetry/index.ts';
import {
  alertQueries,
  DASHBOARDS,
  dashboardQueries,
  type NamedQuery,
  type Panel,
  readDashboard,
} from '../../support/monitoring-files.ts';
import { type Matcher, namesOf, type Selector } from '../../support/promql-names.ts';

/** What Prometheus adds to every sample, by prometheus.example.yaml. */
const TARGET_LABELS = ['job', 'instance', 'host'] as const;
/** Made by Prometheus itself. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  up: [],
  ALERTS: ['alertname', 'alertstate', 'severity'],
};
// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's way to name a variable
const CHOSEN_SOURCE = '${datasource}';
const SUFFIXES: Readonly<Record<string, readonly string[]>> = { _bucket: ['le'], _sum: [], _count: [] };

interface KnownMetric {
  readonly labels: readonly string[];
  /** By label: all that it can be, where that is known. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** As the agent serves them: its catalogue, and what the library tells of the process. */
async function knownMetrics(): Promise<ReadonlyMap<string, KnownMetric>> {
  const { text } = await createTelemetry().read();
  const served = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  const named = served.flatMap(([, name = '', type]) =>
    type === 'histogram' ? Object.keys(SUFFIXES).map((suffix) => name + suffix) : [name],
  );
  return new Map([...Object.keys(OWN), ...named].map((name) => [name, metricOf(name)]));
}

function metricOf(name: string): KnownMetric {
  const suffix = Object.keys(SUFFIXES).find((end) => name.endsWith(end) && !(name in CATALOGUE)) ?? '';
  const base = name.slice(0, name.length - suffix.length);
  const specs = Object.entries(CATALOGUE).find(([own]) => own === base)?.[1].labels ?? [];
  const values = new Map(specs.flatMap((spec) => (spec.values ? [[spec.name, spec.values] as const] : [])));
  const own = [...(OWN[name] ?? []), ...(SUFFIXES[suffix] ?? [])];
  return { labels: [...TARGET_LABELS, ...own, ...specs.map((spec) => spec.name)], values };
}

/** What is wrong with the names of a query; empty when all of it exists. */
function strangers({ where, expr, shownLabels }: NamedQuery, known: ReadonlyMap<string, KnownMetric>) {
  const { selectors, groupings, kept } = namesOf(expr);
  const all = new Set(selectors.flatMap(({ metric }) => known.get(metric)?.labels ?? []));
  const shown = kept === undefined ? all : new Set(kept);
  return [
    ...(selectors.length === 0 ? ['it asks for nothing'] : []),
    ...selectors.flatMap((selector) => strangersOf(selector, known)),
    ...groupings.filter((label) => !all.has(label)).map((label) => `groups by ${label}`),
    ...shownLabels.filter((label) => !shown.has(label)).map((label) => `shows ${label}`),
  ].map((what) => `${where}: ${what}`);
}

function strangersOf({ metric, matchers }: Selector, known: ReadonlyMap<string, KnownMetric>) {
  const spec = known.get(metric);
  if (spec === undefined) return [`no metric ${metric}`];
  return matchers.flatMap((matcher) => {
    if (!spec.labels.includes(matcher.label)) return [`${metric} has no label ${matcher.label}`];
    const values = spec.values.get(matcher.label);
    const odd = values === undefined ? [] : valuesOf(matcher).filter((value) => !values.includes(value));
    return odd.map((value) => `${metric} never has ${matcher.label}=${value}`);
  });
}

function valuesOf({ operator, value }: Matcher): readonly string[] {
  return operator === '=' || operator === '!=' ? [value] : value.split('|');
}

describe('the queries of rules and dashboards', () => {
  it('ask for metrics, labels and values that the agent has', async () => {
    const known = await knownMetrics();
    const queries = [...alertQueries(), ...dashboardQueries()];
    expect(queries.length).toBeGreaterThan(80);
    expect(queries.flatMap((query) => strangers(query, known))).toEqual([]);
  });

  it('would be refused for a wrong metric, label, value, grouping or legend', async () => {
    const known = await knownMetrics();
    const wrong = (expr: string, ...shownLabels: readonly string[]) =>
      strangers({ where: 'q', expr, shownLabels }, known);
    expect(wrong('rate(homeamp_pass_total[5m])')).toEqual(['q: no metric homeamp_pass_total']);
    expect(wrong('homeamp_instances{status="Failed"}')).toEqual(['q: homeamp_instances has no label status']);
    expect(wrong('homeamp_instances{state="failed"}')).toEqual([
      'q: homeamp_instances never has state=failed',
    ]);
    expect(wrong('homeamp_applies_total{result=~"applied|stuk"} > 3')).toEqual([
      'q: homeamp_applies_total never has result=stuk',
    ]);
    expect(wrong('sum by (word) (homeamp_keys) or on (job) up', 'verdict')).toEqual([
      'q: groups by word',
      'q: shows verdict',
    ]);
    expect(wrong('time() - 3 * 60')).toEqual(['q: it asks for nothing']);
    expect(
      wrong('histogram_quantile(0.5, sum by (le) (rate(homeamp_pass_duration_seconds_bucket[5m])))'),
    ).toEqual([]);
  });

  it('use every metric of the catalogue', () => {
    const used = new Set(
      [...alertQueries(), ...dashboardQueries()].flatMap(({ expr }) =>
        namesOf(expr).selectors.map(({ metric }) => metric.replace(/_(bucket|sum|count)$/, '')),
      ),
    );
    expect(Object.keys(CATALOGUE).filter((name) => !used.has(name))).toEqual([]);
  });
});

describe.each(DASHBOARDS)('the dashboard %s', (name) => {
  const dashboard = readDashboard(name);
  const shown = dashboard.panels.filter(({ type }) => type !== 'row');

  it('takes its data from the source that its reader chooses, and names no other', () => {
    const chosen = { type: 'prometheus', uid: CHOSEN_SOURCE };
    const sources = shown.flatMap((panel) => [
      panel.datasource,
      ...(panel.targets ?? []).map(({ datasource }) => datasource),
    ]);
    expect(sources.length).toBeGreaterThan(40);
    expect(sources.filter((source) => JSON.stringify(source) !== JSON.stringify(chosen))).toEqual([]);
    const uids = [...JSON.stringify(dashboard).matchAll(/"uid":"([^"]*)"/g)].map(([, uid]) => uid);
    expect([...new Set(uids)]).toEqual([CHOSEN_SOURCE]);
    expect(dashboard.templating.list.map((variable) => variable.name)).toEqual([
      'datasource',
      'host',
      'instance',
    ]);
  });

  it('lets the reader choose hosts in every panel', () => {
    const deaf = shown.filter(({ targets = [] }) => targets.some(({ expr }) => !expr.includes('"$host"')));
    expect(deaf.map(({ title }) => title).filter((title) => title !== 'Alerts firing')).toEqual([]);
  });

  it('has panels with ids of their own, each with a query, that do not lie on each other', () => {
    expect(dashboard.schemaVersion).toBe(42);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    expect(shown.filter(({ targets }) => (targets ?? []).length === 0)).toEqual([]);
    const pairs = dashboard.panels.flatMap((one, index) =>
      dashboard.panels.slice(index + 1).map((other) => [one, other] as const),
    );
    const collisions = pairs.filter(([one, other]) => overlap(one, other));
    expect(collisions.map(([one, other]) => `${one.title} / ${other.title}`)).toEqual([]);
    expect(dashboard.panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
  });
});

function overlap({ gridPos: a }: Panel, { gridPos: b }: Panel): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
