import { existsSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openState } from '../../src/adapters/state/index.ts';
import type { Report } from '../../src/core/report/report.ts';
import { writeSuspension } from '../../src/engine/orders/suspensions-note.ts';
import { LIVE, REPOSITORY, SECRETS } from '../support/cli-fleet.ts';
import { type CliRig, createCliRig } from '../support/cli-rig.ts';

const CONFIG = 'TOW01/Minecraft/plugins/Chairs/config.yml';

function rigWith(live: Readonly<Record<string, string>>): CliRig {
  const rig = createCliRig(REPOSITORY, { ...LIVE, ...live });
  onTestFinished(() => rig.dispose());
  return rig;
}

describe('commands by hand over the state of an agent', () => {
  it('leave alone what is suspended there, and say so', async () => {
    const rig = rigWith({ [CONFIG]: LIVE[CONFIG].replace('range: 9', 'range: 8') });
    const state = await openState(rig.state);
    const scope = { kind: 'instance', name: 'alpha/TOW01' } as const;
    writeSuspension(state.notes, { scope, by: 'alice', reason: 'Tournament', until: undefined, at: 1 });
    await state.close();
    const environment = SECRETS;
    const plan = await rig.run(['plan'], { environment });
    expect(plan.out).toContain('TOW01  Suspended  1 to write');
    expect(plan.out).toContain('suspended by alice: Tournament');
    const applied = await rig.run(['apply', '--yes', '--json'], { environment });
    const report = JSON.parse(applied.out) as Report;
    const tower = report.instances.find(({ name }) => name === 'TOW01');
    expect([tower?.state, tower?.outcome?.kind]).toEqual(['Suspended', 'blocked']);
    expect(report.suspensions).toEqual([
      {
        kind: 'instance',
        name: 'alpha/TOW01',
        by: 'alice',
        reason: 'Tournament',
        until: null,
        origin: 'host',
      },
    ]);
    expect(rig.readLive(CONFIG)).toContain('range: 8');
  });
});

describe('orders on a host without an agent', () => {
  it
    .skipIf(existsSync('/etc/homeamp/agent.yaml'))
    .each([
      [['suspend', '--this-host', '--reason', 'x']],
      [['resume', '--this-host']],
      [['restart', 'TOW01', '--reason', 'x']],
    ])('are refused: %j', async (words) => {
    const { code, err } = await rigWith({}).run(words, { bare: true });
    expect(code).toBe(2);
    expect(err).toContain('this one has no settings of one (/etc/homeamp/agent.yaml)');
  });
});
