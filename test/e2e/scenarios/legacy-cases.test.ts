import { chmodSync, chownSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createScenario } from '../../support/scenario.ts';
import { baseline, configOf, fleet, matrix } from '../../support/small-fleet.ts';

const NAMES = ['ONE01', 'TWO02', 'SIX06'];
const NESTED = 'ONE01/Minecraft/plugins/Chairs/lang/en/chat.yml';
const REPOSITORY = {
  ...fleet(NAMES),
  ...matrix(['Chairs'], NAMES),
  'desired-state/baselines/Chairs.md':
    '---\nplugin: Chairs\nplatforms: [paper]\n---\n```yaml config.yml\nrange: 4\n```\n```yaml lang/en/chat.yml\nhello: there\n```\n',
};
const liveOf = (range: number) =>
  Object.fromEntries(NAMES.map((name) => [configOf(name, 'Chairs'), `range: ${range}\n`]));

describe('on a host', () => {
  it('7 and 18: instances are found with AMP’s own layout, and the report lists each of them, clean ones too', () => {
    const many = Array.from({ length: 60 }, (_, index) => `key${index}: 1\n`).join('');
    const scenario = createScenario(
      { ...REPOSITORY, ...baseline('Chairs', many) },
      {
        ...liveOf(4),
        [configOf('TWO02', 'Chairs')]: many,
        'ONE01/Minecraft/plugins/Other/config.yml': 'x: 1\n',
      },
    );
    const { report } = scenario.report(['plan']);
    expect(report.instances.map(({ name, changes }) => [name, changes.length])).toEqual([
      ['ONE01', 60],
      ['TWO02', 0],
      ['SIX06', 60],
    ]);
  });

  it('26: an atomic write keeps mode and owner', () => {
    const scenario = createScenario(REPOSITORY, liveOf(9));
    const path = join(scenario.ampRoot, configOf('ONE01', 'Chairs'));
    chmodSync(path, 0o640);
    if (process.getuid?.() === 0) chownSync(path, 1234, 4321);
    const { uid, gid } = statSync(path);
    expect(scenario.run(['apply', '--yes']).code).toBe(0);
    expect(statSync(path)).toMatchObject({ mode: 0o100640, uid, gid });
  });

  it('37 and 29: a plan over an unusable file fails as the real run does, and nothing of the run is called done', () => {
    const scenario = createScenario(REPOSITORY, {
      ...liveOf(9),
      [configOf('ONE01', 'Chairs')]: 'range: [\n',
    });
    const [plan, apply] = [
      scenario.report(['plan']),
      scenario.report(['apply', '--yes', '--instance', 'ONE01']),
    ];
    for (const { code, report } of [plan, apply]) {
      expect(code).toBe(1);
      expect(report.instances[0]).toMatchObject({ state: 'Failed', reason: { code: 'unreadable' } });
    }
  });

  it('38: the state after an apply comes from looking again, not from what was wanted', () => {
    const scenario = createScenario(REPOSITORY, liveOf(9));
    expect(scenario.run(['apply', '--yes']).code).toBe(0);
    expect(scenario.run(['status']).code).toBe(0);
    scenario.writeLive({ [configOf('TWO02', 'Chairs')]: 'range: 9\n' });
    const { report } = scenario.report(['status']);
    expect(report.instances.map(({ state }) => state)).toEqual(['InSync', 'Drifted', 'InSync']);
  });

  it('39: a rollback restores files in nested folders', () => {
    const scenario = createScenario(REPOSITORY, { ...liveOf(9), [NESTED]: 'hello: you\n' });
    const before = scenario.snapshot();
    const { out } = scenario.run(['apply', '--yes', '--instance', 'ONE01']);
    expect(scenario.readLive(NESTED)).toBe('hello: there\n');
    const id = /homeamp rollback (\S+)/.exec(out)?.[1] ?? '';
    expect(scenario.run(['rollback', id, '--yes']).code).toBe(0);
    expect(scenario.snapshot()).toEqual(before);
  });

  it('43: an instance that is not reached is no success', () => {
    const scenario = createScenario(REPOSITORY, {});
    const { code, report } = scenario.report(['apply', '--yes']);
    expect(code).toBe(1);
    expect(report.instances.map(({ state }) => state)).toEqual(['Blocked', 'Blocked', 'Blocked']);
  });

  it('59: a report tells changes alone, and the same pass again adds nothing to the history', () => {
    const scenario = createScenario(REPOSITORY, liveOf(9));
    expect(scenario.run(['apply', '--yes']).code).toBe(0);
    const history = scenario.run(['history', '--json']).out;
    for (let round = 0; round < 2; round += 1) {
      const { code, report } = scenario.report(['apply', '--yes']);
      expect({ code, changes: report.instances.flatMap(({ changes }) => changes) }).toEqual({
        code: 0,
        changes: [],
      });
    }
    expect(scenario.run(['history', '--json']).out).toBe(history);
  });
});
