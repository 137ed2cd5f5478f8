import { describe, expect, it } from 'vitest';
import { agentFleet } from '../../support/agent-fleet.ts';
import { keepsWhatIsTicked } from './keep-stories.ts';
import { settle, writesDuring } from './publish-rig.ts';

const TITLE = 'Values that were edited on the servers';
const OURS = '# kept by people\nrange: 4\nsound: true\nmax: 10\n';
const EDITED = '# kept by people\nrange: 9\nsound: true\nmax: 10\n';

describe('the issue about drift', () => {
  it('opens with the first edited key, is kept current by both hosts, closes when healed and opens again', async () => {
    const fleet = await agentFleet();
    const { alpha, beta } = fleet.hosts;
    const issues = () => fleet.hub.issues().map(({ number, title, state }) => ({ number, title, state }));
    const body = () => fleet.hub.issues()[0]?.body ?? '';
    expect(issues()).toEqual([]);

    alpha.edit('TOW01', EDITED);
    await settle(fleet);
    const [first] = issues();
    expect(issues()).toEqual([{ number: first?.number, title: TITLE, state: 'open' }]);
    expect(body()).toContain(
      '- range: 4\n+ range: 9\n    asked for by baseline, desired-state/baselines/Chairs.md:',
    );

    beta.edit('HUB01', EDITED.replace('range: 9', 'range: 8'));
    await settle(fleet);
    expect(body()).toMatch(/### `alpha`[\s\S]*\+ range: 9[\s\S]*### `beta`[\s\S]*\+ range: 8/);

    alpha.edit('TOW01', OURS);
    await settle(fleet);
    expect(issues()).toEqual([{ number: first?.number, title: TITLE, state: 'open' }]);
    expect(body()).not.toContain('range: 9');
    expect(body()).toContain('+ range: 8');

    beta.edit('HUB01', OURS);
    await settle(fleet);
    expect(issues()).toEqual([{ number: first?.number, title: TITLE, state: 'closed' }]);

    beta.edit('HUB01', EDITED);
    await settle(fleet);
    expect(issues()).toEqual([{ number: first?.number, title: TITLE, state: 'open' }]);
    const tip = fleet.git('rev-parse', 'main');
    expect(fleet.statusOf(tip, 'beta')).toBe('failure: drift: 1 key on 1 instance: HUB01');
    expect(fleet.statusOf(tip, 'alpha')).toMatch(/^success: in sync/);
  });

  it('has one pull request opened for a ticked box, whatever comes between, and its merge ends the drift', async () => {
    await keepsWhatIsTicked();
  });

  it('opens again at the next pass when a person closes it while there is drift', async () => {
    const fleet = await agentFleet();
    fleet.hosts.alpha.edit('TOW01', EDITED);
    await settle(fleet);
    const [issue] = fleet.hub.issues();
    await fleet.call('PATCH', `/repos/acme/network/issues/${issue?.number}`, { body: { state: 'closed' } });
    expect(fleet.hub.issues()[0]?.state).toBe('closed');
    expect(await writesDuring(fleet, () => fleet.passes())).toEqual(['issues/update']);
    expect(fleet.hub.issues()).toMatchObject([{ number: issue?.number, state: 'open', body: issue?.body }]);
  });

  it('keeps the older of two, and leaves an issue that a person labelled alike alone', async () => {
    const fleet = await agentFleet();
    const foreign = { title: 'Mine', body: 'no marker', labels: ['homeamp'] };
    await fleet.call('POST', '/repos/acme/network/issues', { body: foreign });
    fleet.hosts.alpha.edit('TOW01', EDITED);
    await settle(fleet);
    const [, ours] = fleet.hub.issues();
    const double = { title: TITLE, body: ours?.body, labels: ['homeamp'] };
    await fleet.call('POST', '/repos/acme/network/issues', { body: double });
    await settle(fleet);
    expect(fleet.hub.issues().map(({ title, state }) => [title, state])).toEqual([
      ['Mine', 'open'],
      [TITLE, 'open'],
      [TITLE, 'closed'],
    ]);
  });

  it('is not opened where the policy heals: the value is put back', async () => {
    const fleet = await agentFleet({ policy: '  drift: heal\n' });
    fleet.hosts.alpha.edit('TOW01', EDITED);
    await settle(fleet);
    expect(fleet.hosts.alpha.live('TOW01')).toBe(OURS);
    expect(fleet.hub.issues()).toEqual([]);
  });
});
