import { createServer } from 'node:http';
import { CATALOGUE, createTelemetry, type ReadableTelemetry } from '../../src/adapters/telemetry/index.ts';
import type { CounterName, GaugeName, HistogramName, SampleLabels } from '../../src/ports/telemetry.ts';

type Spec = (typeof CATALOGUE)[keyof typeof CATALOGUE];
const DAY = 86_400;

/** Serves every metric of the catalogue with every value of its labels on loopback; counters rise with each look. */
export async function startSampleExporter(host: string): Promise<{ readonly port: number; stop(): void }> {
  const telemetry = createTelemetry();
  const server = createServer((_, response) => {
    fill(telemetry, host);
    void telemetry.read().then(({ contentType, text }) => {
      response.writeHead(200, { 'content-type': contentType }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function fill(telemetry: ReadableTelemetry, host: string): void {
  for (const [name, spec] of Object.entries(CATALOGUE)) {
    const all = combinations(spec.labels, host);
    if (spec.type === 'counter') for (const labels of all) telemetry.count(name as CounterName, labels);
    else if (spec.type === 'histogram') telemetry.observe(name as HistogramName, 0.2);
    else {
      const value = sampleValue(name, spec);
      telemetry.set(
        name as GaugeName,
        all.map((labels) => ({ labels, value })),
      );
    }
  }
}

function sampleValue(name: string, { unit }: Spec): number {
  const now = Date.now() / 1000;
  if (unit !== 'unix-seconds') return unit === 'count' ? 3 : 1;
  return /expiry|reset/.test(name) ? now + 90 * DAY : now - 5;
}

function combinations([first, ...rest]: Spec['labels'], host: string): readonly SampleLabels[] {
  if (first === undefined) return [{}];
  const values = first.values ?? [first.name === 'host' ? host : `some ${first.name}`];
  const others = combinations(rest, host);
  return values.flatMap((value) => others.map((labels) => ({ [first.name]: value, ...labels })));
}
