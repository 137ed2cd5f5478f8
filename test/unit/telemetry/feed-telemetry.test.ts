import { describe, expect, it } from 'vitest';
import { createTelemetry } from '../../../src/adapters/telemetry/index.ts';
import { feedTelemetry } from '../../../src/agent/feed-telemetry.ts';
import type { ObservedPass } from '../../../src/agent/observe-passes.ts';
import type { HostFacts } from '../../../src/engine/agent/host-facts.ts';
import type { PassWant } from '../../../src/engine/agent/pass-wants.ts';
import { instanceReport, reportOf } from '../../integration/web/pages-rig.ts';
import { passEnd } from '../agent/agent-rig.ts';

const AT = 1_777_000_000_500;
const ALL: ReadonlySet<PassWant> = new Set<PassWant>(['repository', 'pulls']);
const SERVERS: ReadonlySet<PassWant> = new Set<PassWant>(['servers']);

function facts(more: Partial<HostFacts> = {}): HostFacts {
  return {
    report: undefined,
    lasting: [],
    applied: [],
    frozen: 0,
    waitingMessages: 0,
    spooledObjects: 0,
    lastBackupAt: undefined,
    ...more,
  };
}

/** The figures after these passes, as `name{labels} value`, without what is 0 and what the process tells of itself. */
async function figuresAfter(...passes: readonly ObservedPass[]): Promise<readonly string[]> {
  const telemetry = createTelemetry();
  for (const pass of passes) feedTelemetry(telemetry, pass, AT);
  const { text } = await telemetry.read();
  const lines = text.split('\n').filter((line) => line.startsWith('homeamp_') && !line.includes('_bucket'));
  return lines.filter((line) => !line.endsWith(' 0'));
}

describe('the end of a pass', () => {
  it('counts, and says when it was; only one that took the repository well is a success', async () => {
    const good = { wants: ALL, millis: 250, end: passEnd({ revision: '' }) };
    const figures = await figuresAfter(good);
    expect(figures).toEqual([
      'homeamp_passes_total{result="ok"} 1',
      'homeamp_pass_duration_seconds_sum 0.25',
      'homeamp_pass_duration_seconds_count 1',
      'homeamp_last_pass_timestamp_seconds 1777000000.5',
      'homeamp_last_success_timestamp_seconds 1777000000.5',
    ]);
    for (const bad of [
      { ...good, end: undefined },
      { ...good, end: passEnd({ isOk: false }) },
    ]) {
      const after = await figuresAfter(bad);
      expect(after).toContain('homeamp_passes_total{result="failed"} 1');
      expect(after.some((line) => line.startsWith('homeamp_last_success'))).toBe(false);
    }
    const pulls = await figuresAfter({ ...good, wants: new Set<PassWant>(['pulls']) });
    expect(pulls.some((line) => line.startsWith('homeamp_last_success'))).toBe(false);
  });

  it('of servers alone tells of servers alone', async () => {
    const servers = { wakeInMillis: 5, busy: 2, held: 1 };
    expect(await figuresAfter({ wants: SERVERS, millis: 9, end: passEnd({ servers }) })).toEqual([
      'homeamp_servers{state="busy"} 2',
      'homeamp_servers{state="held"} 1',
    ]);
  });

  it('tells since when what lasts has lasted, and no longer once it is over', async () => {
    const lasting: HostFacts['lasting'] = [
      { condition: { kind: 'drifted', instance: 'a/X' as never }, since: 1000 },
      { condition: { kind: 'waiting', instance: 'a/Y' as never, reason: 'stage' }, since: 2000 },
      { condition: { kind: 'held', reason: 'approval', commit: 'c' }, since: 3000 },
      { condition: { kind: 'stage', treeId: 't', stage: 'dev', word: 'soaks' }, since: 4000 },
    ];
    const told = { wants: ALL, millis: 1, end: passEnd({ facts: facts({ lasting }) }) };
    const since = (lines: readonly string[]) => lines.filter((line) => line.includes('_since_'));
    expect(since(await figuresAfter(told))).toEqual([
      'homeamp_drifted_since_timestamp_seconds{instance="a/X"} 1',
      'homeamp_waiting_since_timestamp_seconds{instance="a/Y",reason="stage"} 2',
      'homeamp_revision_held_since_timestamp_seconds{reason="approval"} 3',
      'homeamp_stage_since_timestamp_seconds{stage="dev",word="soaks"} 4',
    ]);
    const over = { ...told, end: passEnd({ facts: facts() }) };
    expect(since(await figuresAfter(told, over))).toEqual([]);
    const silent = { ...told, end: passEnd({}) };
    expect(since(await figuresAfter(told, silent))).toHaveLength(4);
  });

  it('tells of instances as the report has them, and keeps that while there is no new one', async () => {
    const report = reportOf([instanceReport('a/X', { state: 'Failed' }), instanceReport('a/Y')]);
    const applied = ['applied', 'stuck', 'applied'] as const;
    const told = facts({
      report,
      applied,
      frozen: 1,
      waitingMessages: 2,
      spooledObjects: 3,
      lastBackupAt: 5000,
    });
    const first = { wants: ALL, millis: 1, end: passEnd({ facts: told, openPulls: 4 }) };
    const second = { wants: ALL, millis: 1, end: undefined };
    const figures = await figuresAfter(first, second);
    expect(figures).toEqual(
      expect.arrayContaining([
        'homeamp_applies_total{result="applied"} 2',
        'homeamp_applies_total{result="stuck"} 1',
        'homeamp_revision_info{revision="a1b2c3d4e5f6"} 1',
        'homeamp_instances{state="Failed"} 1',
        'homeamp_instance_state{instance="a/X",state="Failed"} 1',
        'homeamp_instance_state{instance="a/Y",state="InSync"} 1',
        'homeamp_frozen_instances 1',
        'homeamp_outbox_messages 2',
        'homeamp_spooled_objects 3',
        'homeamp_last_backup_timestamp_seconds 5',
        'homeamp_open_pull_requests 4',
      ]),
    );
  });
});
