import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { InstanceId } from '../../../src/core/model/instance.ts';
import { listActivations, readActivation } from '../../../src/engine/activation/activation-note.ts';
import { type AmpHost, ampHost } from '../../support/amp-host.ts';
import { ranged } from '../../support/amp-place.ts';

export const DEV01 = 'alpha/DEV01' as InstanceId;
export const NOW = '{ restart: now, health: { watch: 3s } }';
export const MINUTE = 60_000;

/** What the report tells of the one instance. */
export function reported(host: AmpHost): Readonly<Record<string, unknown>> {
  const report = JSON.parse(readFileSync(join(host.folder, 'state/reports/alpha/status.json'), 'utf8'));
  return report.instances[0];
}

/** A pass a minute, as an agent does, until nothing is under way or waits. */
export async function watch(host: AmpHost): Promise<void> {
  for (let minute = 0; minute < 20; minute += 1) {
    const { states } = await host.pass();
    await host.settle();
    if (states['InSync'] === 1) return;
    host.move(MINUTE);
  }
}

export async function changing(options: Parameters<typeof ampHost>[0] = {}): Promise<AmpHost> {
  const host = await ampHost({ activation: NOW, ...options });
  host.push(ranged(2));
  return host;
}

/** One look of the daemon, when it is due. */
export async function tickOnce(host: AmpHost): Promise<void> {
  const [note] = listActivations(host.agent.notes);
  host.move(Math.max(200, (note?.wakeAt ?? host.now()) - host.now()));
  await host.pass('servers');
}

/** The step after each tick of a change that meets no fault. */
export async function ticksOf(host: AmpHost): Promise<readonly string[]> {
  await host.pass();
  const steps: string[] = [];
  for (let [note] = listActivations(host.agent.notes); note !== undefined; ) {
    steps.push(note.step);
    await tickOnce(host);
    [note] = listActivations(host.agent.notes);
  }
  return steps;
}

export async function tickUntil(host: AmpHost, step: string): Promise<void> {
  for (let tick = 0; tick < 40 && readActivation(host.agent.notes, DEV01)?.step !== step; tick += 1) {
    await tickOnce(host);
  }
  expect(readActivation(host.agent.notes, DEV01)?.step).toBe(step);
}
