import type { SuspensionScope } from '../../../src/core/model/suspension.ts';
import type { Report } from '../../../src/core/report/report.ts';
import type { AgentHost } from '../../../src/engine/agent/agent-host.ts';
import { createPasses, type Passes } from '../../../src/engine/agent/run-pass.ts';
import { removeSuspension, writeSuspension } from '../../../src/engine/orders/suspensions-note.ts';
import type { AgentFleet, FleetHost } from '../../support/agent-fleet.ts';
import { approve, merge } from './gate-stories.ts';

export const HOUR_MILLIS = 3_600_000;
export const EVERYTHING = new Set(['repository', 'pulls', 'scan'] as const);

/** What `homeamp suspend` leaves behind. */
export function suspend({ agent }: FleetHost, scope: SuspensionScope, until?: number): void {
  writeSuspension(agent.notes, { scope, by: 'alice', reason: 'Tournament', until, at: agent.clock.now() });
}

export function resume({ agent }: FleetHost, scope: SuspensionScope): void {
  removeSuspension(agent.notes, scope);
}

/** A change that was planned by both hosts, approved and merged. */
export async function mergedChange(
  fleet: AgentFleet,
  change: number | Readonly<Record<string, string>> = 6,
): Promise<{ readonly number: number; readonly sha: string }> {
  const { number } = await fleet.propose(`change-${fleet.hub.requests.list().length}`, change);
  await fleet.passes();
  approve(fleet, number);
  return { number, sha: await merge(fleet, number) };
}

/** The report that a host kept of its last pass. */
export async function lastReport({ agent }: FleetHost): Promise<Report> {
  const bytes = await agent.reports.get(`${agent.name}/status.json`);
  return JSON.parse(Buffer.from(bytes ?? '').toString()) as Report;
}

/** `NAME State` of each instance, as the last pass saw it. */
export async function statesOf(host: FleetHost): Promise<readonly string[]> {
  const { instances } = await lastReport(host);
  return instances.map(({ name, state }) => `${name} ${state}`);
}

/** A host's passes by another clock. */
export function passesAt({ agent }: FleetHost, now: () => number): Passes {
  const clock = { now };
  const over: AgentHost['over'] = (source) => ({ ...agent.over(source), clock });
  return createPasses({ ...agent, clock, over });
}

/** What changed within the last two seconds is read once more. */
export async function settleFiles(host: FleetHost): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2100));
  await host.pass();
}
