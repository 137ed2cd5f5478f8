import { INSTANCE_STATES, type Report } from '../core/report/report.ts';
import type { LastingCondition } from '../engine/agent/conditions.ts';
import type { HostFacts } from '../engine/agent/host-facts.ts';
import type { ServersUnderWay } from '../engine/agent/pass-wants.ts';
import type { GaugeName, Sample, SampleLabels, Telemetry } from '../ports/telemetry.ts';
import type { ObservedPass } from './observe-passes.ts';

/** Turns the end of a pass into figures. What a pass did not look at keeps its last figure. */
export function feedTelemetry(telemetry: Telemetry, pass: ObservedPass, endedAt: number): void {
  const { wants, millis, end } = pass;
  if (end !== undefined) feedServers(telemetry, end.servers);
  // Looks at servers alone come several times a second and say nothing of how the agent does.
  if (![...wants].some((want) => want !== 'servers' && want !== 'ending')) return;
  const isOk = end?.isOk === true;
  telemetry.count('homeamp_passes_total', { result: isOk ? 'ok' : 'failed' });
  telemetry.observe('homeamp_pass_duration_seconds', millis / 1000);
  telemetry.put('homeamp_last_pass_timestamp_seconds', { value: endedAt / 1000 });
  if (isOk && wants.has('repository')) {
    telemetry.put('homeamp_last_success_timestamp_seconds', { value: endedAt / 1000 });
  }
  if (end?.openPulls !== undefined) telemetry.put('homeamp_open_pull_requests', { value: end.openPulls });
  if (end?.facts === undefined) return;
  if (end.revision !== '') {
    telemetry.set('homeamp_revision_info', [{ labels: { revision: end.revision }, value: 1 }]);
  }
  feedFacts(telemetry, end.facts);
}

function feedServers(telemetry: Telemetry, { busy, held }: ServersUnderWay): void {
  telemetry.set('homeamp_servers', [
    { labels: { state: 'busy' }, value: busy },
    { labels: { state: 'held' }, value: held },
  ]);
}

function feedFacts(telemetry: Telemetry, facts: HostFacts): void {
  for (const result of facts.applied) telemetry.count('homeamp_applies_total', { result });
  telemetry.put('homeamp_frozen_instances', { value: facts.frozen });
  telemetry.put('homeamp_outbox_messages', { value: facts.waitingMessages });
  telemetry.put('homeamp_spooled_objects', { value: facts.spooledObjects });
  if (facts.lastBackupAt !== undefined) {
    telemetry.put('homeamp_last_backup_timestamp_seconds', { value: facts.lastBackupAt / 1000 });
  }
  for (const [name, labelsOf] of Object.entries(SINCE) as [GaugeName, LabelsOf][]) {
    telemetry.set(
      name,
      facts.lasting.flatMap((one) => sinceSample(one, labelsOf)),
    );
  }
  if (facts.report !== undefined) feedReport(telemetry, facts.report);
}

type LabelsOf = (condition: LastingCondition['condition']) => SampleLabels | undefined;

const SINCE: Readonly<Partial<Record<GaugeName, LabelsOf>>> = {
  homeamp_drifted_since_timestamp_seconds: (one) =>
    one.kind === 'drifted' ? { instance: one.instance } : undefined,
  homeamp_waiting_since_timestamp_seconds: (one) =>
    one.kind === 'waiting' ? { instance: one.instance, reason: one.reason } : undefined,
  homeamp_revision_held_since_timestamp_seconds: (one) =>
    one.kind === 'held' ? { reason: one.reason } : undefined,
  homeamp_stage_since_timestamp_seconds: (one) =>
    one.kind === 'stage' ? { stage: one.stage, word: one.word } : undefined,
};

function sinceSample({ condition, since }: LastingCondition, labelsOf: LabelsOf): readonly Sample[] {
  const labels = labelsOf(condition);
  return labels === undefined ? [] : [{ labels, value: since / 1000 }];
}

function feedReport(telemetry: Telemetry, { instances, totals, suspensions }: Report): void {
  telemetry.put('homeamp_suspensions', { value: suspensions.length });
  telemetry.set(
    'homeamp_instances',
    INSTANCE_STATES.map((state) => ({ labels: { state }, value: totals.states[state] })),
  );
  telemetry.set(
    'homeamp_instance_state',
    instances.flatMap(({ id, state: current }) =>
      INSTANCE_STATES.map((state) => ({
        labels: { instance: id, state },
        value: state === current ? 1 : 0,
      })),
    ),
  );
  telemetry.set(
    'homeamp_keys',
    Object.entries(totals.counts).map(([name, value]) => ({
      labels: { verdict: name === 'inSync' ? 'in-sync' : name },
      value,
    })),
  );
}
