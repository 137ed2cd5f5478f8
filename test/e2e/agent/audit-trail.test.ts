import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../src/core/model/audit-event.ts';
import { TransientError } from '../../../src/core/model/errors.ts';
import { instanceIdOf } from '../../../src/core/model/instance.ts';
import { acceptHistory, breakGlass } from '../../../src/engine/agent/orders.ts';
import { createPasses } from '../../../src/engine/agent/run-pass.ts';
import { endSuspensions } from '../../../src/engine/orders/end-suspensions.ts';
import { writeHeldRevision } from '../../../src/engine/orders/held-revisions.ts';
import { cancelRestart, orderRestart } from '../../../src/engine/orders/order-restart.ts';
import { orderSuspensions } from '../../../src/engine/orders/order-suspensions.ts';
import { readSigned } from '../../../src/engine/signed-documents.ts';
import { type AgentFleet, agentFleet, type FleetHost, shaOf } from '../../support/agent-fleet.ts';
import { approve, merge, ownRange, plannedPull, ranges } from './gate-stories.ts';
import { EVERYTHING } from './order-stories.ts';

const TOW01 = instanceIdOf('alpha', 'TOW01');
const DEV01 = instanceIdOf('alpha', 'DEV01');

/** What came into the trail of a host during an action, oldest first. */
async function told({ agent }: FleetHost, action: () => unknown): Promise<readonly AuditEntry[]> {
  const [newest] = agent.audit.list({ limit: 1 });
  await action();
  return agent.audit.list({ limit: 1000, order: 'oldest-first', after: newest?.id });
}

/** The mirrored events of a host, with what its own key says of each. */
async function mirroredOf({ agent }: FleetHost) {
  const keys = await agent.reports.list(`${agent.name}/audit/`);
  return Promise.all(
    keys.map(async (key) => {
      const bytes = (await agent.reports.get(key)) ?? Buffer.from('');
      const read = readSigned(agent.signer, bytes, { trusted: agent.signer.publicKey });
      const event = read.kind === 'verified' ? (JSON.parse(read.text) as Record<string, unknown>) : {};
      return { key, signed: read.kind, id: event['id'], event: event['event'], host: event['host'] };
    }),
  );
}

async function mergedBy(fleet: AgentFleet, reviewer: string, change: Readonly<Record<string, string>>) {
  const { number } = await fleet.propose(`by-${reviewer}`, change, { author: 'mallory' });
  approve(fleet, number, reviewer);
  return { number, sha: await merge(fleet, number) };
}

describe('the audit trail of a host', () => {
  it('tells from the merge to the files who did what, by which approval', async () => {
    const fleet = await agentFleet();
    const { alpha } = fleet.hosts;
    const { number, head } = await plannedPull(fleet);
    approve(fleet, number);
    const sha = await merge(fleet, number);
    const chain = await told(alpha, () => alpha.pass());
    expect(ranges(fleet)).toEqual(['6', '6']);
    const facts = { how: 'reviewed', pull: number, author: 'bob', head, commits: 1 };
    expect(chain).toMatchObject([
      { kind: 'revision-accepted', by: ['alice'], commit: sha, instance: null, facts },
      { kind: 'run-applied', by: ['homeamp'], instance: DEV01, facts: { files: 1, keys: 1 } },
      { kind: 'run-applied', by: ['homeamp'], instance: TOW01, facts: { files: 1, keys: 1 } },
    ]);
    expect(chain[0]?.facts['approvedAt']).toBeGreaterThan(0);
    const { audit } = alpha.agent;
    expect(audit.list({ limit: 9, commit: sha }).map(({ kind }) => kind)).toEqual([
      'run-applied',
      'run-applied',
      'revision-accepted',
    ]);
    const runs = alpha.agent.over(alpha.agent.history.at(shaOf(sha))).history.list(2);
    expect(chain.slice(1).map((event) => event.facts['run'])).toEqual(runs.map(({ id }) => id).toReversed());
    expect(await told(alpha, () => alpha.pass())).toEqual([]);
  });

  it('names the approvers of every pull request that came between two looks', async () => {
    const fleet = await agentFleet({ approval: '{ required: 1, by: [alice, bob] }' });
    const { alpha } = fleet.hosts;
    const first = await mergedBy(fleet, 'alice', ownRange('DEV01', 7));
    const second = await mergedBy(fleet, 'bob', ownRange('TOW01', 8));
    const chain = await told(alpha, () => alpha.pass());
    expect(chain.slice(0, 2)).toMatchObject([
      { by: ['alice'], commit: first.sha, facts: { pull: first.number, author: 'mallory' } },
      { by: ['bob'], commit: second.sha, facts: { pull: second.number } },
    ]);
  });

  it('tells once why a revision is held, and that it was accepted in the end', async () => {
    const fleet = await agentFleet();
    const { alpha } = fleet.hosts;
    const { number } = await plannedPull(fleet);
    const sha = await merge(fleet, number);
    const held = await told(alpha, async () => {
      await alpha.pass();
      await alpha.pass();
    });
    expect(held.filter(({ kind }) => kind === 'revision-held')).toMatchObject([
      { by: ['homeamp'], facts: { pulls: [number] }, reason: expect.stringContaining('0 of 1 approvals') },
    ]);
    approve(fleet, number);
    const accepted = await told(alpha, () => alpha.pass());
    expect(accepted[0]).toMatchObject({ kind: 'revision-accepted', by: ['alice'], commit: sha });
  });

  it('has what people ordered on the host, with who and why', async () => {
    const fleet = await agentFleet();
    const { agent } = fleet.hosts.alpha;
    const scope = { kind: 'instance', name: TOW01 } as const;
    const reason = { code: 'rolled-back', message: 'm', help: 'h' };
    const events = await told(fleet.hosts.alpha, async () => {
      const suspension = { scope, by: 'carol', reason: 'Tournament', until: 9e12, at: 1 };
      orderSuspensions(agent, [suspension]);
      writeHeldRevision(agent.notes, TOW01, {
        digest: 'd',
        at: 1,
        reason,
        lines: [],
        revision: 'abcdef123456',
        pulls: [7],
      });
      await endSuspensions(agent, [scope], { by: 'dave', reason: 'over' });
      await orderRestart(agent, ['DEV01'], { by: 'erin', reason: 'update' });
      await cancelRestart(agent, ['DEV01']);
    });
    expect(events).toMatchObject([
      { kind: 'suspended', by: ['carol'], instance: TOW01, reason: 'Tournament', facts: { until: 9e12 } },
      { kind: 'resumed', by: ['dave'], instance: TOW01, reason: 'over', facts: { what: 'instance TOW01' } },
      { kind: 'held-change-released', by: ['dave'], commit: 'abcdef123456', facts: { pulls: [7] } },
      { kind: 'restart-ordered', by: ['erin'], instance: DEV01, reason: 'update' },
      { kind: 'restart-cancelled', by: ['homeamp'], instance: DEV01 },
    ]);
    const tip = shaOf(fleet.git('rev-parse', 'main'));
    const taken = await told(fleet.hosts.alpha, async () => {
      await acceptHistory(agent, tip, { by: 'carol', reason: 'we rebased' });
      await breakGlass(agent, tip, { by: 'dave', reason: 'servers burn' });
    });
    expect(taken).toMatchObject([
      { kind: 'history-accepted', by: ['carol'], commit: tip, reason: 'we rebased' },
      { kind: 'glass-broken', by: ['dave'], commit: tip, reason: 'servers burn' },
    ]);
  });

  it('lies signed in the report store as well, and a store that is away costs nothing but time', async () => {
    const fleet = await agentFleet();
    const { alpha } = fleet.hosts;
    const { agent } = alpha;
    const put = async (key: string, bytes: Uint8Array) => {
      if (key.includes('/audit/')) throw new TransientError('the store is away', 'Wait.');
      await agent.reports.put(key, bytes);
    };
    const before = await mirroredOf(alpha);
    const { number } = await plannedPull(fleet);
    approve(fleet, number);
    await merge(fleet, number);
    const end = await createPasses({ ...agent, reports: { ...agent.reports, put } }).run(
      EVERYTHING,
      () => false,
    );
    expect(end.isOk).toBe(true);
    expect(ranges(fleet)).toEqual(['6', '6']);
    expect(await mirroredOf(alpha)).toEqual(before);
    await alpha.pass();
    const all = agent.audit.list({ limit: 1000, order: 'oldest-first' });
    const mirrored = await mirroredOf(alpha);
    expect(mirrored.map(({ id, event, host, signed }) => [id, event, host, signed])).toEqual(
      all.map(({ id, kind }) => [id, kind, 'alpha', 'verified']),
    );
    for (const { key } of mirrored)
      expect(key).toMatch(/^alpha\/audit\/\d{4}-\d\d-\d\d\/\d{12}-[0-9a-f]{6}\.json$/);
  });
});
