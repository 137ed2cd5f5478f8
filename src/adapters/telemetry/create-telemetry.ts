import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Sample, SampleLabels, Telemetry } from '../../ports/telemetry.ts';
import { CATALOGUE } from './catalogue.ts';
import type { LabelSpec, MetricSpec } from './metric-spec.ts';

/** Figures that a Prometheus can read. */
export interface ReadableTelemetry extends Telemetry {
  /** Everything in Prometheus's text format, with what Node.js tells of the process. */
  read(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** Its figures are its own: two of them in one process share nothing. */
export function createTelemetry(): ReadableTelemetry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  const counters = makeAll('counter', (name, spec) => makeCounter(registry, name, spec));
  const histograms = makeAll('histogram', (name, spec) => makeHistogram(registry, name, spec));
  const gauges = makeAll('gauge', (name, spec) => makeGauge(registry, name, spec));
  return {
    count: (name, labels) => counters.get(name)?.inc(known(CATALOGUE[name], labels)),
    observe: (name, value) => histograms.get(name)?.observe(value),
    set(name, samples) {
      const gauge = gauges.get(name);
      if (gauge !== undefined) replaceAll(gauge, CATALOGUE[name], samples);
    },
    put: (name, { labels, value }) => gauges.get(name)?.set(known(CATALOGUE[name], labels ?? {}), value),
    read: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

/** Gauges whose names end like those of counters, which Prometheus's own check refuses; each has a well-named twin. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

function makeAll<T>(
  type: MetricSpec['type'],
  make: (name: string, spec: MetricSpec) => T,
): ReadonlyMap<string, T> {
  const own = Object.entries(CATALOGUE).filter(([, spec]) => spec.type === type);
  return new Map(own.map(([name, spec]) => [name, make(name, spec)]));
}

function namesOf({ labels }: MetricSpec): string[] {
  return labels.map(({ name }) => name);
}

/** Every value that its labels can have begins at 0, so that the first event is a rise. */
function makeCounter(registry: Registry, name: string, spec: MetricSpec): Counter {
  const counter = new Counter({ name, help: spec.help, labelNames: namesOf(spec), registers: [registry] });
  for (const labels of combinations(spec.labels)) counter.inc(labels, 0);
  return counter;
}

function combinations([first, ...rest]: readonly LabelSpec[]): readonly Record<string, string>[] {
  if (first === undefined) return [{}];
  const others = combinations(rest);
  return (first.values ?? []).flatMap((value) =>
    others.map((labels) => ({ [first.name]: value, ...labels })),
  );
}

function makeHistogram(registry: Registry, name: string, { help, buckets }: MetricSpec): Histogram {
  return new Histogram({ name, help, buckets: [...(buckets ?? [])], registers: [registry] });
}

function makeGauge(registry: Registry, name: string, spec: MetricSpec): Gauge {
  const gauge = new Gauge({ name, help: spec.help, labelNames: namesOf(spec), registers: [registry] });
  // The library begins a gauge without labels at 0, which says more than is known.
  if (spec.labels.length === 0) gauge.remove();
  return gauge;
}

function replaceAll(gauge: Gauge, spec: MetricSpec, samples: readonly Sample[]): void {
  gauge.reset();
  if (spec.labels.length === 0) gauge.remove();
  for (const { labels, value } of samples) gauge.set(known(spec, labels ?? {}), value);
}

/** Exactly the labels of the catalogue, since the library throws for others and telling figures must not fail. */
function known({ labels: specs }: MetricSpec, labels: SampleLabels): Record<string, string> {
  return Object.fromEntries(specs.map(({ name }) => [name, labels[name] ?? '']));
}
