import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openState } from '../../../src/adapters/state/index.ts';
import { type InstancePath, instanceIdOf } from '../../../src/core/model/instance.ts';
import type { JournalEntry } from '../../../src/ports/state-store.ts';
import { createScenario, type Scenario } from '../../support/scenario.ts';
import { baseline, configOf, fleet, matrix } from '../../support/small-fleet.ts';

const CHAIRS = configOf('ONE01', 'Chairs');
const TEMPORARY = '.homeamp-20260131-000000-000-abcdef.1-0.tmp';

/** What a process left that died at a step of its journal. */
async function diedAt(step: JournalEntry['step']): Promise<Scenario> {
  const scenario = createScenario(
    { ...fleet(['ONE01']), ...matrix(['Chairs'], ['ONE01']), ...baseline('Chairs', 'range: 4\n') },
    { [CHAIRS]: 'range: 9\n' },
  );
  const state = await openState(scenario.state);
  state.journal.write({
    id: '20260131-000000-000-abcdef.1',
    step,
    instance: instanceIdOf('alpha', 'ONE01'),
    root: join(scenario.ampRoot, 'ONE01/Minecraft'),
    startedAt: 1,
    files: [
      {
        path: 'plugins/Chairs/config.yml' as InstancePath,
        before: 'b'.repeat(64),
        after: 'a'.repeat(64),
        temporaryName: TEMPORARY,
        mode: 0o644,
        uid: 0,
        gid: 0,
      },
    ],
    payload: '{}',
  });
  await state.close();
  writeFileSync(join(scenario.ampRoot, dirname(CHAIRS), TEMPORARY), 'half');
  return scenario;
}

describe('an apply that died', () => {
  it('before it touched a file does not freeze the instance when somebody edited the file since', async () => {
    const scenario = await diedAt('staging');
    const { code, out, err } = scenario.run(['apply', '--yes']);
    expect(code, out + err).toBe(0);
    expect(scenario.readLive(CHAIRS)).toBe('range: 4\n');
    expect(Object.keys(scenario.snapshot()).filter((path) => path.endsWith('.tmp'))).toEqual([]);
  });

  it('while it wrote freezes the instance when a file is neither old nor new, and nothing is overwritten', async () => {
    const scenario = await diedAt('committing');
    const plan = scenario.report(['plan']);
    expect(plan.report.instances[0]).toMatchObject({ state: 'Blocked', reason: { code: 'interrupted' } });
    expect(scenario.run(['apply', '--yes'])).toMatchObject({ code: 6 });
    expect(scenario.readLive(CHAIRS)).toBe('range: 9\n');
    const after = scenario.report(['plan']);
    expect(after.report.instances[0]).toMatchObject({ state: 'Blocked', reason: { code: 'frozen' } });
    expect(scenario.run(['rollback', '20260131-000000-000-abcdef.1', '--yes']).code).toBe(6);
    expect(scenario.readLive(CHAIRS)).toBe('range: 9\n');
    const kept = scenario.run(['rollback', '20260131-000000-000-abcdef.1', '--yes', '--keep-files']);
    expect(kept.code, kept.out + kept.err).toBe(0);
    expect(scenario.readLive(CHAIRS)).toBe('range: 9\n');
    expect(scenario.run(['apply', '--yes']).code).toBe(0);
    expect(scenario.readLive(CHAIRS)).toBe('range: 4\n');
  });
});
