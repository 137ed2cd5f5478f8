import { describe, expect, it } from 'vitest';
import { applyAndFollow } from '../../../src/engine/activation/apply-and-follow.ts';
import { readAccepted } from '../../../src/engine/agent/accepted-revision.ts';
import { makePlan } from '../../../src/engine/make-plan.ts';
import { type AmpFleet, ampFleet } from '../../support/amp-fleet.ts';

/** As `homeamp apply --heal` on alpha would. */
async function applyByHand(fleet: AmpFleet) {
  const { agent } = fleet.hosts.alpha;
  const sha = readAccepted(agent.notes)?.sha;
  if (sha === undefined) throw new Error('alpha has taken no revision');
  const host = agent.over(agent.history.at(sha));
  const plan = () =>
    makePlan(host, {
      host: 'alpha',
      instances: [],
      ref: undefined,
      heal: true,
      conflicts: 'write',
      ignoreBudget: false,
      full: false,
      onInstance: () => undefined,
    });
  return applyAndFollow(host, agent.log, {
    made: await plan(),
    replan: plan,
    onInstance: () => undefined,
    shouldStop: () => false,
    pause: async (millis) => fleet.clock.move(millis),
  });
}

describe('an apply by hand on a host with AMP', () => {
  it('stays until the servers run on it, and tells what was written', async () => {
    const fleet = await ampFleet({ chairs: { savesOnStop: false } });
    fleet.server('DEV01').stop();
    fleet.clock.move(5000);
    fleet.hosts.alpha.edit('DEV01', 'range: 9\nsound: true\n');
    fleet.server('DEV01').start();
    fleet.clock.move(5000);
    const { outcomes } = await applyByHand(fleet);
    const kinds = new Map(outcomes.map(({ instance, kind }) => [instance, kind]));
    expect(Object.fromEntries(kinds)).toEqual({ 'alpha/DEV01': 'applied', 'alpha/TOW01': 'unchanged' });
    expect(fleet.hosts.alpha.live('DEV01')).toContain('range: 4');
    expect(fleet.server('DEV01').state).toBe(20);
  });

  it('ends at once where a server waits for players, and says what it waits for', async () => {
    const fleet = await ampFleet();
    fleet.server('DEV01').join('steve');
    fleet.hosts.alpha.edit('DEV01', 'range: 9\nsound: true\n');
    const { plans, outcomes } = await applyByHand(fleet);
    expect(plans[0]?.blocked).toMatchObject({ code: 'waiting', message: 'waiting: players' });
    expect(outcomes[0]?.kind).toBe('blocked');
    expect(fleet.server('DEV01').players).toEqual(['steve']);
  });
});
