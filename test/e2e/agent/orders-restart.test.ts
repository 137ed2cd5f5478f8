import { describe, expect, it } from 'vitest';
import { MistakeError } from '../../../src/core/model/errors.ts';
import { instanceIdOf } from '../../../src/core/model/instance.ts';
import { endSuspensions } from '../../../src/engine/orders/end-suspensions.ts';
import { findScopes } from '../../../src/engine/orders/find-scopes.ts';
import { listHeldRevisions, writeHeldRevision } from '../../../src/engine/orders/held-revisions.ts';
import { cancelRestart, orderRestart } from '../../../src/engine/orders/order-restart.ts';
import { listRestartOrders } from '../../../src/engine/orders/restart-orders.ts';
import { agentFleet, chairs, fleetFiles } from '../../support/agent-fleet.ts';
import { lastReport, mergedChange } from './order-stories.ts';

const ORDER = { by: 'alice', reason: 'new jar' };
const BY_ALICE = { by: 'alice', reason: '' };
const NOTHING_ELSE = { fleet: false, host: false, plugins: [] };

describe('an order to restart', () => {
  it('is kept for instances by name, alias or id, is reported, and is taken back', async () => {
    const yaml = fleetFiles()['desired-state/fleet.yaml']?.replace(
      'stage: production }',
      'stage: production, aliases: [TOWER01] }',
    );
    const fleet = await agentFleet({ files: { 'desired-state/fleet.yaml': yaml ?? '' } });
    const { agent } = fleet.hosts.alpha;
    await orderRestart(agent, ['TOWER01', 'alpha/DEV01'], ORDER);
    await fleet.hosts.alpha.restart();
    await fleet.hosts.alpha.pass();
    const { restartOrders } = await lastReport(fleet.hosts.alpha);
    expect(restartOrders).toMatchObject([
      { instance: 'alpha/DEV01', ...ORDER },
      { instance: 'alpha/TOW01', ...ORDER },
    ]);
    const { notes } = fleet.hosts.alpha.agent;
    await cancelRestart(fleet.hosts.alpha.agent, ['TOW01']);
    expect([...listRestartOrders(notes).keys()]).toEqual(['alpha/DEV01']);
    await expect(cancelRestart(fleet.hosts.alpha.agent, ['DEV01', 'TOW01'])).rejects.toThrow(MistakeError);
    expect([...listRestartOrders(notes).keys()]).toEqual(['alpha/DEV01']);
  });

  it('is refused for what this host does not have, and then for all that were named', async () => {
    const fleet = await agentFleet();
    const { agent } = fleet.hosts.alpha;
    await expect(orderRestart(agent, ['DEV01', 'HUB01'], ORDER)).rejects.toThrow(MistakeError);
    expect(listRestartOrders(agent.notes).size).toBe(0);
  });

  it('is possible while the newest revision has mistakes', async () => {
    const fleet = await agentFleet();
    const { alpha } = fleet.hosts;
    await mergedChange(fleet, { ...chairs(6), 'desired-state/variables/fleet.yaml': 'variables: [' });
    const { isOk } = await alpha.pass();
    expect(isOk).toBe(true);
    await orderRestart(alpha.agent, ['DEV01'], ORDER);
    expect(listRestartOrders(alpha.agent.notes).size).toBe(1);
  });

  it('needs a revision that this host knows', async () => {
    const fleet = await agentFleet({ isFresh: true });
    await expect(orderRestart(fleet.hosts.alpha.agent, ['DEV01'], ORDER)).rejects.toThrow(MistakeError);
  });
});

describe('an order to resume an instance', () => {
  it('lifts a change that was taken back, also where nothing is paused', async () => {
    const fleet = await agentFleet();
    const { agent } = fleet.hosts.alpha;
    const reason = { code: 'rolled-back', message: 'the server did not come up', help: 'Look at it.' };
    writeHeldRevision(agent.notes, instanceIdOf('alpha', 'TOW01'), {
      digest: 'd',
      at: 1,
      reason,
      lines: [],
      revision: 'abc',
      pulls: [],
    });
    const scopes = await findScopes(agent, { ...NOTHING_ELSE, instances: ['TOW01'] });
    const { ended } = await endSuspensions(agent, scopes, BY_ALICE);
    expect(ended).toMatchObject([{ suspension: undefined, lifted: { revision: 'abc', reason } }]);
    expect(listHeldRevisions(agent.notes).size).toBe(0);
    await expect(endSuspensions(agent, scopes, BY_ALICE)).rejects.toThrow(MistakeError);
  });
});
