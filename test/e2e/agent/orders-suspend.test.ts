import { describe, expect, it } from 'vitest';
import type { SuspensionScope } from '../../../src/core/model/suspension.ts';
import { createPasses } from '../../../src/engine/agent/run-pass.ts';
import { agentFleet, chairs } from '../../support/agent-fleet.ts';
import { baseline, configOf, matrix } from '../../support/small-fleet.ts';
import { ownRange, rangeIn, ranges } from './gate-stories.ts';
import {
  EVERYTHING,
  HOUR_MILLIS,
  lastReport,
  mergedChange,
  passesAt,
  resume,
  settleFiles,
  statesOf,
  suspend,
} from './order-stories.ts';
import { writesDuring } from './publish-rig.ts';

const FLEET = { kind: 'fleet' } as const;
const TOW01 = { kind: 'instance', name: 'alpha/TOW01' } as const;
const DEV01 = { kind: 'instance', name: 'alpha/DEV01' } as const;

const live = (range: number) => `# kept by people\nrange: ${range}\nsound: true\nmax: 10\n`;

describe('what a person on a host has suspended', () => {
  it.each<[string, SuspensionScope, readonly string[], string]>([
    ['the fleet', FLEET, ['4', '4'], 'suspended: DEV01, TOW01'],
    ['the host', { kind: 'host', name: 'alpha' }, ['4', '4'], 'suspended: DEV01, TOW01'],
    ['an instance', TOW01, ['6', '4'], 'suspended: TOW01'],
    ['a plugin', { kind: 'plugin', name: 'Chairs' }, ['4', '4'], 'blocked: TOW01, suspended: DEV01'],
  ])('is left alone while %s is, then goes on as it was approved', async (_, scope, meanwhile, words) => {
    const fleet = await agentFleet();
    const { alpha } = fleet.hosts;
    suspend(alpha, scope);
    const { number, sha } = await mergedChange(fleet);
    await alpha.pass();
    expect(ranges(fleet)).toEqual(meanwhile);
    expect(fleet.statusOf(sha, 'alpha')).toMatch(/^pending: /);
    expect(fleet.statusOf(sha, 'alpha')).toContain(words);
    expect(fleet.comment(number)).toContain('uspended by alice: Tournament');
    expect((await lastReport(alpha)).suspensions).toMatchObject([{ by: 'alice', reason: 'Tournament' }]);
    resume(alpha, scope);
    await alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '6']);
    expect(fleet.statusOf(sha, 'alpha')).toMatch(/^success: .*2 keys on 2 instances applied, as approved$/);
    expect(fleet.comment(number)).not.toContain('uspended');
  });

  it('concerns other hosts only as far as stages wait for it', async () => {
    const fleet = await agentFleet();
    suspend(fleet.hosts.alpha, FLEET);
    await mergedChange(fleet);
    await fleet.passes();
    expect(rangeIn(fleet.hosts.beta.live('HUB01'))).toBe('4');
    resume(fleet.hosts.alpha, FLEET);
    await fleet.passes();
    expect(rangeIn(fleet.hosts.beta.live('HUB01'))).toBe('6');
  });

  it('holds no stage back where nothing is left to do for it', async () => {
    const fleet = await agentFleet();
    suspend(fleet.hosts.alpha, DEV01);
    const { sha } = await mergedChange(fleet, ownRange('TOW01', 7));
    await fleet.passes();
    expect(ranges(fleet)).toEqual(['4', '7']);
    expect(await statesOf(fleet.hosts.alpha)).toEqual(['DEV01 Suspended', 'TOW01 InSync']);
    expect(fleet.statusOf(sha, 'alpha')).toMatch(/^pending: .*suspended: DEV01/);
  });

  it('resumes by itself at its end', async () => {
    const fleet = await agentFleet();
    const { alpha } = fleet.hosts;
    const end = Date.now() + HOUR_MILLIS;
    suspend(alpha, FLEET, end);
    await mergedChange(fleet);
    let now = end - 1;
    const passes = passesAt(alpha, () => now);
    await passes.run(EVERYTHING, () => false);
    expect(ranges(fleet)).toEqual(['4', '4']);
    expect(await statesOf(alpha)).toEqual(['DEV01 Suspended', 'TOW01 Suspended']);
    now = end;
    await passes.run(EVERYTHING, () => false);
    expect(ranges(fleet)).toEqual(['6', '6']);
    expect((await lastReport(alpha)).suspensions).toEqual([]);
  });

  it('survives a restart of the agent', async () => {
    const fleet = await agentFleet();
    const { alpha } = fleet.hosts;
    suspend(alpha, TOW01);
    await alpha.restart();
    await mergedChange(fleet);
    await alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '4']);
  });

  it('does not count against the budget', async () => {
    const fleet = await agentFleet({ policy: '  budget: { instances: 1 }\n' });
    suspend(fleet.hosts.alpha, TOW01);
    await mergedChange(fleet);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '4']);
  });

  it('is shown in a steady pass, which reads no repository for it, and posts nothing again', async () => {
    const fleet = await agentFleet();
    const { alpha } = fleet.hosts;
    await settleFiles(alpha);
    suspend(alpha, TOW01);
    await alpha.pass();
    expect(await statesOf(alpha)).toEqual(['DEV01 InSync', 'TOW01 Suspended']);
    let trees = 0;
    const passes = createPasses({
      ...alpha.agent,
      over: (source) =>
        alpha.agent.over({
          ...source,
          readTree(ref) {
            trees += 1;
            return source.readTree(ref);
          },
        }),
    });
    const writes = await writesDuring(fleet, () => passes.run(new Set(['repository']), () => false));
    expect([trees, writes]).toEqual([0, []]);
    expect(await statesOf(alpha)).toEqual(['DEV01 InSync', 'TOW01 Suspended']);
    resume(alpha, TOW01);
    await passes.run(new Set(['repository']), () => false);
    expect(await statesOf(alpha)).toEqual(['DEV01 InSync', 'TOW01 InSync']);
  });
});

describe('a pull request while something is suspended', () => {
  it('says so, is told again when that changes, and not twice', async () => {
    const fleet = await agentFleet();
    const { alpha } = fleet.hosts;
    const { number, head } = await fleet.propose('later', 6);
    await alpha.pass();
    expect(fleet.comment(number)).not.toContain('uspended');
    suspend(alpha, TOW01);
    await alpha.pass();
    expect(fleet.comment(number)).toContain('⏸️ `TOW01`: suspended by alice: Tournament');
    expect(fleet.statusOf(head, 'alpha')).toMatch(/^success: .*suspended: TOW01/);
    expect(await writesDuring(fleet, () => alpha.pass())).toEqual([]);
    resume(alpha, TOW01);
    await alpha.pass();
    expect(fleet.comment(number)).not.toContain('uspended');
  });
});

describe('a suspended plugin', () => {
  const TWO = {
    ...(matrix(['Chairs', 'Tables'], ['DEV01', 'TOW01', 'HUB01']) as Record<string, string>),
    ...tables(3),
  };

  function tables(legs: number): Record<string, string> {
    return baseline('Tables', `legs: ${legs}\n`) as Record<string, string>;
  }

  it('is left alone on every instance, while other plugins get what is asked', async () => {
    const files = Object.fromEntries(
      ['DEV01', 'TOW01', 'HUB01'].flatMap((name) => [
        [configOf(name, 'Chairs'), live(4)],
        [configOf(name, 'Tables'), 'legs: 3\n'],
      ]),
    );
    const fleet = await agentFleet({ files: TWO, live: files });
    const { alpha } = fleet.hosts;
    suspend(alpha, { kind: 'plugin', name: 'Chairs' });
    await mergedChange(fleet, { ...chairs(6), ...tables(4) });
    await alpha.pass();
    expect(ranges(fleet)).toEqual(['4', '4']);
    expect(alpha.live('DEV01', 'Tables')).toBe('legs: 4\n');
    expect((await lastReport(alpha)).instances[0]).toMatchObject({
      state: 'Suspended',
      reason: { message: 'the plugin Chairs is suspended by alice: Tournament' },
    });
    resume(alpha, { kind: 'plugin', name: 'Chairs' });
    await alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '6']);
  });
});

describe('a hand edit on a suspended instance', () => {
  it('fails no commit, and stands in the issue as one that waits', async () => {
    const fleet = await agentFleet();
    const { alpha } = fleet.hosts;
    suspend(alpha, TOW01);
    alpha.edit('TOW01', live(9));
    await alpha.pass();
    expect(fleet.statusOf(fleet.git('rev-parse', 'main'), 'alpha')).toBe('pending: suspended: TOW01');
    const [issue] = fleet.hub.issues();
    expect(issue?.body).toContain('<code>TOW01</code>: 1 key, suspended');
    expect(alpha.live('TOW01')).toBe(live(9));
  });
});
