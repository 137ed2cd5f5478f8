import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, createTelemetry } from '../../../src/adapters/telemetry/index.ts';
import { createRequestWatch } from '../../../src/agent/watch-requests.ts';
import type { GaugeName } from '../../../src/ports/telemetry.ts';

const PROMTOOL = '/usr/bin/promtool';
const gauges = Object.entries(CATALOGUE)
  .filter(([, { type }]) => type === 'gauge')
  .map(([name]) => name as GaugeName);

/** Lines that are samples of a metric. */
async function samplesOf(telemetry: ReturnType<typeof createTelemetry>, name: string) {
  const { text } = await telemetry.read();
  return text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
}

describe('figures', () => {
  it('are not there before they are known, but for counters, which begin at 0', async () => {
    const telemetry = createTelemetry();
    for (const name of gauges) expect(await samplesOf(telemetry, name), name).toEqual([]);
    expect(await samplesOf(telemetry, 'homeamp_applies_total')).toEqual([
      'homeamp_applies_total{result="applied"} 0',
      'homeamp_applies_total{result="rolled-back"} 0',
      'homeamp_applies_total{result="stuck"} 0',
    ]);
  });

  it('of a gauge are replaced as a whole, or one by one', async () => {
    const telemetry = createTelemetry();
    const name = 'homeamp_drifted_since_timestamp_seconds';
    telemetry.set(name, [
      { labels: { instance: 'a' }, value: 1 },
      { labels: { instance: 'b' }, value: 2 },
    ]);
    telemetry.put(name, { labels: { instance: 'c' }, value: 3 });
    expect(await samplesOf(telemetry, name)).toHaveLength(3);
    telemetry.set(name, [{ labels: { instance: 'b' }, value: 4 }]);
    expect(await samplesOf(telemetry, name)).toEqual([`${name}{instance="b"} 4`]);
    telemetry.set(name, []);
    expect(await samplesOf(telemetry, name)).toEqual([]);
    telemetry.put('homeamp_frozen_instances', { value: 2 });
    telemetry.set('homeamp_frozen_instances', []);
    expect(await samplesOf(telemetry, 'homeamp_frozen_instances')).toEqual([]);
  });

  it('have the labels of the catalogue and no others, whatever is told', async () => {
    const telemetry = createTelemetry();
    telemetry.put('homeamp_instances', { labels: { state: 'In"Sync\n', other: 'x' }, value: 1 });
    telemetry.put('homeamp_instances', { value: 2 });
    expect(await samplesOf(telemetry, 'homeamp_instances')).toEqual([
      'homeamp_instances{state="In\\"Sync\\n"} 1',
      'homeamp_instances{state=""} 2',
    ]);
  });

  it('are those of one agent: another in the same process has its own', async () => {
    const [one, other] = [createTelemetry(), createTelemetry()];
    one.count('homeamp_passes_total', { result: 'ok' });
    expect(await samplesOf(one, 'homeamp_passes_total')).toContain('homeamp_passes_total{result="ok"} 1');
    expect(await samplesOf(other, 'homeamp_passes_total')).toContain('homeamp_passes_total{result="ok"} 0');
  });

  it('of requests tell who does not answer, and that a limit is an answer', async () => {
    const telemetry = createTelemetry();
    const requests = createRequestWatch(telemetry);
    requests.note('git', 'ok');
    requests.note('store', 'failed');
    requests.note('forge', 'limited');
    requests.rate({ limit: 5000, remaining: 12, resetSeconds: 1_800_000_000 });
    expect(requests.away()).toEqual(['store']);
    expect(await samplesOf(telemetry, 'homeamp_reachable')).toEqual([
      'homeamp_reachable{target="git"} 1',
      'homeamp_reachable{target="store"} 0',
      'homeamp_reachable{target="forge"} 1',
    ]);
    expect(await samplesOf(telemetry, 'homeamp_forge_rate_remaining')).toEqual([
      'homeamp_forge_rate_remaining 12',
    ]);
    requests.note('store', 'ok');
    expect(requests.away()).toEqual([]);
  });

  it.skipIf(!existsSync(PROMTOOL))('are all as Prometheus wants them', async () => {
    const telemetry = createTelemetry();
    for (const name of gauges) telemetry.put(name, { value: 1 });
    telemetry.observe('homeamp_pass_duration_seconds', 0.2);
    const { text, contentType } = await telemetry.read();
    const checked = spawnSync(PROMTOOL, ['check', 'metrics'], { input: text, encoding: 'utf8' });
    expect(`${checked.stdout}${checked.stderr}`).toBe('');
    expect(checked.status).toBe(0);
    expect(contentType).toContain('version=0.0.4');
    const spoiled = text.replace('# HELP homeamp_keys', '# HELP homeamp_keyz');
    expect(spawnSync(PROMTOOL, ['check', 'metrics'], { input: spoiled }).status).not.toBe(0);
  });

  it('are described in full sentences, with every unit and label', () => {
    for (const [name, { help, unit, labels }] of Object.entries(CATALOGUE)) {
      expect(help, name).toMatch(/^[A-Z0-9].*\.$/);
      expect(name.endsWith('_timestamp_seconds'), name).toBe(unit === 'unix-seconds');
      for (const { means } of labels) expect(means).not.toBe('');
    }
  });
});
