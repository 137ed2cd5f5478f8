import { describe, expect, it } from 'vitest';
import {
  appliedStatus,
  conflictStatus,
  heldStatus,
  mistakesStatus,
  plannedStatus,
  syncStatus,
  troubleStatus,
  untouchedStatus,
} from '../../../../src/core/report/commit-status.ts';
import { changeReport, instanceReport, issue, sampleReport } from './report-samples.ts';

const edited = changeReport({ verdict: 'drifted', held: { reason: 'drift-reported', detail: null } });

describe('the status of a pull request', () => {
  it('names the plan, its size and who feels it', () => {
    const restart = { activation: { kind: 'restart', causes: ['a'] } } as const;
    expect(
      plannedStatus(sampleReport([instanceReport('TOW01', [changeReport()], restart)]), undefined),
    ).toEqual({
      state: 'success',
      description: 'plan 3fa9c1b2a4d5: 1 key on 1 instance, restart 1',
    });
  });

  it('fails when the pull request makes an instance fail, not when it failed before', () => {
    const reason = { code: 'unreadable', message: 'x', help: 'y' };
    const report = sampleReport([instanceReport('TOW01', [], { state: 'Failed', reason })]);
    expect(plannedStatus(report, sampleReport([instanceReport('TOW01')])).state).toBe('failure');
    expect(plannedStatus(report, report).state).toBe('success');
  });

  it('fails when the pull request is blocked until a person acts, not when that passes by itself', () => {
    const blockedBy = (code: string) =>
      sampleReport([
        instanceReport('TOW01', [changeReport()], {
          state: 'Blocked',
          reason: { code, message: 'x', help: 'y' },
        }),
      ]);
    const before = sampleReport([instanceReport('TOW01')]);
    const { state, description } = plannedStatus(blockedBy('budget'), before);
    expect(state).toBe('failure');
    expect(description).toContain('1 key on 1 instance, blocked: TOW01');
    expect(plannedStatus(blockedBy('instance-unreachable'), before).state).toBe('success');
    expect(plannedStatus(blockedBy('budget'), blockedBy('budget')).state).toBe('success');
  });

  it('fails for mistakes and conflicts, and not for warnings', () => {
    expect(mistakesStatus([issue({ severity: 'warning' }), issue()])).toEqual({
      state: 'failure',
      description: '1 mistake, first in desired-state/baselines/CMI.md:12',
    });
    expect(mistakesStatus([issue({ severity: 'warning' })]).state).toBe('success');
    expect(conflictStatus(['a.md']).description).toBe('merge conflict with the base branch, first in a.md');
    expect(untouchedStatus().state).toBe('success');
  });
});

describe('the status of a merged commit', () => {
  it('fails when held for a person and is pending when the gate opens by itself', () => {
    const reason = { message: 'why', help: '' };
    expect(heldStatus({ code: 'not-approved', ...reason })).toEqual({
      state: 'failure',
      description: 'held: why',
    });
    expect(heldStatus({ code: 'forge-away', ...reason }).state).toBe('pending');
    expect(heldStatus({ code: 'server-running', ...reason }).state).toBe('pending');
  });

  it('tells what was applied, and what was not', () => {
    const applied = instanceReport('TOW01', [], { outcome: { kind: 'applied', id: 'r', files: 1, keys: 3 } });
    expect(appliedStatus({ report: sampleReport([applied]), isAsApproved: true, replanned: [] })).toEqual({
      state: 'success',
      description: 'plan 3fa9c1b2a4d5: 3 keys on 1 instance applied, as approved',
    });
    const reason = { code: 'server-running', message: 'x', help: 'y' };
    const blocked = instanceReport('DEV01', [changeReport()], { state: 'Blocked', reason });
    expect(
      appliedStatus({ report: sampleReport([applied, blocked]), isAsApproved: true, replanned: [] }).state,
    ).toBe('pending');
    const stopped = instanceReport('HUB01', [changeReport()], { state: 'Pending' });
    expect(
      appliedStatus({ report: sampleReport([applied, stopped]), isAsApproved: true, replanned: [] }),
    ).toMatchObject({
      state: 'pending',
      description: expect.stringContaining('applied, waiting: HUB01'),
    });
    const failed = instanceReport('SMP01', [], { state: 'Failed', reason });
    expect(
      appliedStatus({ report: sampleReport([applied, failed]), isAsApproved: true, replanned: [] }),
    ).toMatchObject({
      state: 'failure',
      description: expect.stringContaining('failed: SMP01'),
    });
  });

  it('tells later passes by the worst that they found', () => {
    const sync = (...instances: Parameters<typeof sampleReport>[0]) => syncStatus(sampleReport(instances));
    const clean = instanceReport('A');
    expect(sync(clean, instanceReport('B'))).toEqual({
      state: 'success',
      description: 'in sync: 2 instances, 100 keys',
    });
    expect(sync(clean, instanceReport('TOW01', [edited], { state: 'Drifted' }))).toEqual({
      state: 'failure',
      description: 'drift: 1 key on 1 instance: TOW01',
    });
    expect(sync(instanceReport('TOW01', [changeReport()]))).toEqual({
      state: 'pending',
      description: 'waiting: TOW01',
    });
    expect(
      sync(instanceReport('X', [], { state: 'Failed' }), instanceReport('TOW01', [edited])).description,
    ).toBe('failed on X');
    expect(sync(instanceReport('X', [], { state: 'Unknown' })).state).toBe('pending');
  });
});

describe('every status', () => {
  it('has at most 140 characters and keeps the plan id, however long the names are', () => {
    const long = 'N\u202e'.repeat(5_000);
    const reason = { code: long, message: long, help: long };
    const instances = ['Failed', 'Blocked', 'Drifted', 'Pending'].map((state) =>
      instanceReport(`${long}${state}`, [changeReport(), edited], {
        state: state as 'Failed',
        reason,
        activation: { kind: 'restart', causes: [long] },
        outcome: { kind: 'applied', id: 'r', files: 123_456_789, keys: 123_456_789 },
      }),
    );
    const report = sampleReport(instances);
    const withPlan = [
      plannedStatus(report, undefined),
      appliedStatus({ report, isAsApproved: false, replanned: [] }),
    ];
    const kinds = ['mistake', 'transient', 'stale-plan', 'apply-failed', 'stuck', 'bug'] as const;
    const others = [
      mistakesStatus([issue({ place: { file: long, line: 1, column: 1 } })]),
      conflictStatus([long]),
      heldStatus(reason),
      ...instances.map((instance) => syncStatus(sampleReport([instance, instance, instance]))),
      ...kinds.map(troubleStatus),
    ];
    for (const { description } of withPlan) expect(description).toContain('plan 3fa9c1b2a4d5');
    for (const { description } of [...withPlan, ...others]) {
      expect(description.length).toBeLessThanOrEqual(140);
      expect(description).not.toContain('\u202e');
    }
  });
});

describe('the status of a commit while something is suspended', () => {
  const reason = {
    code: 'suspended',
    message: 'suspended by alice until 2026-12-01 08:00 UTC: Tournament',
    help: 'Nothing to do.',
  };
  const suspended = (name: string, changes: Parameters<typeof instanceReport>[1] = []) =>
    instanceReport(name, changes, { state: 'Suspended', reason });

  it('waits, and names what is paused', () => {
    const report = sampleReport([suspended('TOW01'), instanceReport('DEV01')]);
    expect(syncStatus(report)).toEqual({ state: 'pending', description: 'suspended: TOW01' });
    const applied = instanceReport('DEV01', [], { outcome: { kind: 'applied', id: 'r', files: 1, keys: 1 } });
    expect(
      appliedStatus({
        report: sampleReport([suspended('TOW01', [changeReport()]), applied]),
        isAsApproved: true,
        replanned: [],
      }),
    ).toEqual({
      state: 'pending',
      description: 'plan 3fa9c1b2a4d5: 1 key on 1 instance applied, suspended: TOW01, as approved',
    });
  });

  it('waits also where somebody edits the paused instance, and fails for drift elsewhere', () => {
    expect(syncStatus(sampleReport([suspended('TOW01', [edited])])).state).toBe('pending');
    const drifted = instanceReport('DEV01', [edited], { state: 'Drifted' });
    expect(syncStatus(sampleReport([suspended('TOW01', [edited]), drifted]))).toEqual({
      state: 'failure',
      description: 'drift: 1 key on 1 instance: DEV01',
    });
  });

  it('fails no pull request, and tells its reviewers that the change will wait', () => {
    const report = sampleReport([suspended('TOW01', [changeReport()]), suspended('DEV01')]);
    expect(plannedStatus(report, undefined)).toEqual({
      state: 'success',
      description: 'plan 3fa9c1b2a4d5: 1 key on 1 instance, suspended: TOW01',
    });
  });
});
