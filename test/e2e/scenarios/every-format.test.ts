import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  APPLICATION,
  FORMAT_CASES,
  formatBaselines,
  formatLive,
  formatRepository,
} from '../../support/format-fleet.ts';
import { createScenario, type Files, type Scenario } from '../../support/scenario.ts';

let scenario: Scenario;

/** In sync with value 1 and recorded. */
function adopted(): Scenario {
  scenario = createScenario(formatRepository(1), formatLive(1));
  expect(scenario.run(['apply', '--yes'])).toMatchObject({ code: 0, err: '' });
  return scenario;
}

const paths = FORMAT_CASES.map(({ file }) => file);
const liveFiles = () =>
  Object.fromEntries(
    paths.map((path) => [`${APPLICATION}/${path}`, scenario.readLive(`${APPLICATION}/${path}`)]),
  );

/** Without the comma that a new neighbour needs. */
const linesOf = (text: string) => text.split('\n').map((line) => line.replace(/,$/, ''));

/** The files of the plan's changes, by verdict; every format must be among them. */
function planned(verdict: string, options: { readonly held: string | null }): readonly string[] {
  const { code, report } = scenario.report(['plan']);
  expect(code).toBe(1);
  for (const change of report.instances[0]?.changes ?? []) {
    expect(change.verdict).toBe(verdict);
    expect(change.held?.reason ?? null).toBe(options.held);
  }
  return report.instances[0]?.changes.map(({ file }) => file) ?? [];
}

function expectSettled(expected: Files): void {
  expect(liveFiles()).toEqual(expected);
  const { code, report } = scenario.report(['plan', '--full']);
  expect(report.totals).toMatchObject({ changes: 0, held: 0 });
  expect(code).toBe(0);
  expect(scenario.run(['status'])).toMatchObject({ code: 0 });
}

describe('in every format', () => {
  it('a value that is in sync is left alone to the byte', () => {
    adopted();
    const before = scenario.snapshot();
    expect(scenario.run(['apply', '--yes', '--heal'])).toMatchObject({ code: 0, err: '' });
    expect(scenario.report(['plan', '--full']).report.totals.counts).toMatchObject({
      inSync: 11,
      converged: 0,
    });
    expect(scenario.snapshot()).toEqual(before);
  });

  it('a value that converged is recorded and nothing is written', () => {
    scenario = createScenario(formatRepository(1), formatLive(1));
    const before = scenario.snapshot();
    const plan = scenario.report(['plan']);
    expect(plan.code).toBe(0);
    expect(plan.report.totals.counts).toMatchObject({ converged: 11, inSync: 0 });
    expect(scenario.run(['apply', '--yes'])).toMatchObject({ code: 0 });
    expect(scenario.report(['plan', '--full']).report.totals.counts).toMatchObject({ inSync: 11 });
    expect(scenario.snapshot()).toEqual(before);
  });

  it('a value that was never adopted is written, and only its own line changes', () => {
    scenario = createScenario(formatRepository(1), formatLive(9));
    expect(planned('unadopted', { held: null })).toEqual(paths);
    expect(scenario.run(['apply', '--yes'])).toMatchObject({ code: 0, err: '' });
    expectSettled(formatLive(1));
  });

  it('a value that Git moved is pending, and only its own line changes', () => {
    adopted();
    scenario.commit(formatBaselines(2));
    expect(planned('pending', { held: null })).toEqual(paths);
    expect(scenario.run(['apply', '--yes'])).toMatchObject({ code: 0, err: '' });
    expectSettled(formatLive(2));
  });

  it('a value that was edited by hand is drift: reported, and put back when told to', () => {
    adopted();
    scenario.writeLive(formatLive(7));
    expect(planned('drifted', { held: 'drift-reported' })).toEqual(paths);
    expect(scenario.run(['apply', '--yes'])).toMatchObject({ code: 1 });
    expect(liveFiles()).toEqual(formatLive(7));
    expect(scenario.run(['apply', '--yes', '--heal'])).toMatchObject({ code: 0, err: '' });
    expectSettled(formatLive(1));
  });

  it('a value that moved on both sides is held until the plan that shows it is named', () => {
    adopted();
    scenario.commit(formatBaselines(3));
    scenario.writeLive(formatLive(8));
    expect(scenario.run(['apply', '--yes'])).toMatchObject({ code: 1 });
    expect(scenario.run(['apply', '--yes', '--heal'])).toMatchObject({ code: 1 });
    expect(liveFiles()).toEqual(formatLive(8));
    const { report } = scenario.report(['plan']);
    expect(planned('conflicting', { held: null })).toEqual(paths);
    expect(scenario.run(['apply', '--plan', report.planId])).toMatchObject({ code: 0, err: '' });
    expectSettled(formatLive(3));
  });

  it('a missing key is added, and a key that must not be there is taken out', () => {
    scenario = createScenario(formatRepository(1), formatLive(undefined, true));
    const { report } = scenario.report(['plan']);
    const changes = report.instances[0]?.changes ?? [];
    expect(changes.filter(({ action }) => action === 'remove').map(({ key }) => key)).toEqual(
      Array(5).fill('old'),
    );
    expect(changes.filter(({ action }) => action === 'set').map(({ file }) => file)).toEqual(paths);
    expect(scenario.run(['apply', '--yes'])).toMatchObject({ code: 0, err: '' });
    const { code, report: after } = scenario.report(['plan', '--full']);
    expect({ code, changes: after.totals.changes }).toEqual({ code: 0, changes: 0 });
    for (const { file, live, format } of FORMAT_CASES) {
      if (format === 'text') continue;
      const lines = linesOf(scenario.readLive(`${APPLICATION}/${file}`));
      expect(
        linesOf(live(undefined)).filter((line) => !lines.includes(line)),
        file,
      ).toEqual([]);
    }
  });

  it('a missing file is made with the owned keys, with the owner and mode of its neighbours', () => {
    const kept = Object.fromEntries(
      FORMAT_CASES.map(({ file }) => [`${APPLICATION}/${file.replace(/[^/]+$/, 'other.dat')}`, 'x']),
    );
    scenario = createScenario(formatRepository(1), kept);
    const { code, report } = scenario.report(['plan']);
    expect(code).toBe(1);
    expect(report.instances[0]?.findings.map(({ kind, file }) => [kind, file])).toEqual(
      paths.map((file) => ['missing', file]),
    );
    expect(scenario.run(['apply', '--yes'])).toMatchObject({ code: 0, err: '' });
    expect(scenario.report(['plan', '--full']).code).toBe(0);
    for (const file of paths) {
      expect(statSync(join(scenario.ampRoot, APPLICATION, file)).mode & 0o777).toBe(0o644);
    }
  });

  it('the file of a plugin that is not installed is not made', () => {
    scenario = createScenario(formatRepository(1), { [`${APPLICATION}/server.jar`]: '' });
    const before = scenario.snapshot();
    const { code, report } = scenario.report(['plan']);
    expect(code).toBe(1);
    expect(report.instances[0]?.findings.map(({ kind }) => kind)).toEqual(Array(6).fill('plugin-missing'));
    expect(scenario.run(['apply', '--yes']).code).toBe(1);
    expect(scenario.snapshot()).toEqual(before);
  });

  it('a file that the server could not read is told with its place, and never written', () => {
    const cases = FORMAT_CASES.filter(({ broken }) => broken !== '');
    const broken = Object.fromEntries(
      cases.map(({ file, broken: text }) => [`${APPLICATION}/${file}`, text]),
    );
    scenario = createScenario(formatRepository(1), { ...formatLive(1), ...broken });
    const before = scenario.snapshot();
    const { code, report } = scenario.report(['plan']);
    expect(code).toBe(1);
    expect(report.instances[0]?.state).toBe('Failed');
    const findings = report.instances[0]?.findings ?? [];
    expect(findings.map(({ kind, file }) => [kind, file])).toEqual(
      cases.map(({ file }) => ['unreadable', file]),
    );
    expect(findings.every(({ line, column }) => line > 0 && column > 0)).toBe(true);
    expect(scenario.run(['apply', '--yes', '--heal']).code).toBe(1);
    expect(scenario.snapshot()).toEqual(before);
  });

  it('a rollback gives back every byte and mode, and removes the files that were made', () => {
    const { [`${APPLICATION}/plugins/Yaml/config.yml`]: _, ...rest } = formatLive(9);
    scenario = createScenario(formatRepository(1), {
      ...rest,
      [`${APPLICATION}/plugins/Yaml/other.dat`]: 'x',
    });
    for (const [index, path] of Object.keys(rest).entries())
      chmodSync(join(scenario.ampRoot, path), 0o600 + index);
    const before = scenario.snapshot();
    const applied = scenario.report(['apply', '--yes']);
    expect(applied.code).toBe(0);
    expect(scenario.snapshot()).not.toEqual(before);
    const id = applied.report.instances[0]?.outcome?.id ?? '';
    expect(scenario.run(['rollback', id, '--yes'])).toMatchObject({ code: 0, err: '' });
    expect(scenario.snapshot()).toEqual(before);
  });
});
