import { describe, expect, it } from 'vitest';
import { TransientError } from '../../../src/core/model/errors.ts';
import type { Heartbeat } from '../../../src/core/report/heartbeat.ts';
import { passKey } from '../../../src/core/report/pass-keys.ts';
import type { PassReport } from '../../../src/core/report/pass-report.ts';
import { createPasses } from '../../../src/engine/agent/run-pass.ts';
import { readSigned } from '../../../src/engine/signed-documents.ts';
import { agentFleet, type FleetHost } from '../../support/agent-fleet.ts';
import { baseline } from '../../support/small-fleet.ts';
import { EVERYTHING, mergedChange, passesAt } from './order-stories.ts';

const DAY = 86_400_000;

/** A document of a host's own that its own key verifies. */
async function verified<T>({ agent }: FleetHost, key: string): Promise<T> {
  const bytes = (await agent.reports.get(key)) ?? Buffer.from('');
  const read = readSigned(agent.signer, bytes, { trusted: agent.signer.publicKey });
  if (read.kind !== 'verified') throw new Error(`${key} is ${read.kind}`);
  return JSON.parse(read.text) as T;
}

const passKeys = ({ agent }: FleetHost) => agent.reports.list('alpha/passes/');
const heartbeat = (host: FleetHost) => verified<Heartbeat>(host, 'alpha/heartbeat.json');

describe('the reports of passes', () => {
  it('tell, signed and newest first, what each pass found and did that was new', async () => {
    const fleet = await agentFleet();
    const { alpha } = fleet.hosts;
    const before = await passKeys(alpha);
    const { sha, number } = await mergedChange(fleet);
    expect(await verified(alpha, `alpha/pull-${number}.json`)).toMatchObject({
      kind: 'pull-plan',
      host: 'alpha',
      pull: number,
      totals: { changes: 2 },
    });
    await alpha.pass();
    const [newest = '', ...others] = await passKeys(alpha);
    expect(others.slice(-before.length)).toEqual(before);
    expect([newest, ...others].toSorted()).toEqual([newest, ...others]);
    const report = await verified<PassReport>(alpha, newest);
    expect(report).toMatchObject({
      kind: 'pass',
      host: 'alpha',
      wants: ['pulls', 'repository', 'scan'],
      revision: { attempted: sha, applied: sha },
      troubles: [],
      recoveries: [],
      report: { totals: { instances: 2 }, course: { accepted: { revision: sha, by: ['alice'] } } },
    });
    expect(report.instances.map(({ id, outcome }) => [id, outcome?.kind])).toEqual([
      ['alpha/DEV01', 'applied'],
      ['alpha/TOW01', 'applied'],
    ]);
    expect(report.endedAt).toBeGreaterThanOrEqual(report.begunAt);
    expect(report.planId).toBe(report.report?.planId);
  });

  it('are not written again for what was told before, also after a restart', async () => {
    const { hosts } = await agentFleet();
    const { alpha } = hosts;
    await alpha.pass();
    const before = await passKeys(alpha);
    await alpha.pass();
    await alpha.pass('pulls');
    await alpha.restart();
    await alpha.pass();
    expect(await passKeys(alpha)).toEqual(before);
    alpha.edit('TOW01', 'range: 9\nsound: true\n');
    await alpha.pass();
    const [newest = ''] = await passKeys(alpha);
    expect(before).not.toContain(newest);
    const { instances } = await verified<PassReport>(alpha, newest);
    expect(instances.map(({ state }) => state)).toEqual(['InSync', 'Drifted']);
  });

  it('tell of a revision that can not be used, and which one the host was compared with', async () => {
    const fleet = await agentFleet({ approval: '{ required: 0 }' });
    const { alpha } = fleet.hosts;
    const good = fleet.git('rev-parse', 'main');
    const broken = fleet.push('main', baseline('Chairs', 'range: {{NOBODY}}\n') as Record<string, string>);
    await alpha.pass();
    const [newest = ''] = await passKeys(alpha);
    const { revision, troubles } = await verified<PassReport>(alpha, newest);
    expect(revision).toEqual({ attempted: broken, applied: good });
    expect(troubles).toMatchObject([{ kind: 'mistake' }]);
  });

  it('are dropped once a day when they are old, and nothing else is', async () => {
    const { hosts } = await agentFleet();
    const { alpha } = hosts;
    const { agent } = alpha;
    const now = Date.now();
    const old = passKey('alpha', now - 200 * DAY, 'abcdef');
    const foreign = passKey('beta', now - 200 * DAY, 'abcdef');
    for (const key of [old, foreign]) await agent.reports.put(key, Buffer.from('{}'));
    await passesAt(alpha, () => now + DAY / 2).run(EVERYTHING, () => false);
    expect(await agent.reports.has(old)).toBe(true);
    await passesAt(alpha, () => now + 2 * DAY).run(EVERYTHING, () => false);
    expect(await agent.reports.has(old)).toBe(false);
    expect(await agent.reports.has(foreign)).toBe(true);
    expect((await passKeys(alpha)).length).toBeGreaterThan(0);
  });
});

describe('the heartbeat of a host', () => {
  it('is signed, tells how the host stands, and comes at most once a minute with the time of the next', async () => {
    const { hosts, git } = await agentFleet();
    const [newest] = await passKeys(hosts.alpha);
    expect(await heartbeat(hosts.alpha)).toMatchObject({
      kind: 'heartbeat',
      host: 'alpha',
      version: 'test',
      nextBy: null,
      revision: git('rev-parse', 'main'),
      isOk: true,
      states: { InSync: 2 },
      report: newest,
    });
    let now = Date.now();
    const clock = { now: () => now };
    const { agent } = hosts.alpha;
    const passes = createPasses({ ...agent, clock }, { beatMillis: 300_000 });
    await passes.run(EVERYTHING, () => false);
    const first = await heartbeat(hosts.alpha);
    expect([first.at, first.nextBy]).toEqual([now, now + 660_000]);
    now += 59_000;
    await passes.run(EVERYTHING, () => false);
    expect((await heartbeat(hosts.alpha)).at).toBe(first.at);
    now += 1000;
    await passes.beat();
    expect((await heartbeat(hosts.alpha)).at).toBe(now);
  });

  it('fails no pass when the store fails, and comes back with it', async () => {
    const { hosts } = await agentFleet();
    const { alpha } = hosts;
    let now = Date.now();
    let isAway = true;
    const put = async (key: string, bytes: Uint8Array) => {
      if (isAway && key.endsWith('heartbeat.json')) throw new TransientError('the store is away', 'Wait.');
      await alpha.agent.reports.put(key, bytes);
    };
    const clock = { now: () => now };
    const passes = createPasses({ ...alpha.agent, clock, reports: { ...alpha.agent.reports, put } });
    expect((await passes.run(EVERYTHING, () => false)).isOk).toBe(true);
    now += 60_000;
    expect((await passes.run(EVERYTHING, () => false)).isOk).toBe(true);
    expect(alpha.said.filter((line) => line.startsWith('the heartbeat could not be kept'))).toHaveLength(1);
    isAway = false;
    now += 60_000;
    await passes.run(EVERYTHING, () => false);
    expect((await heartbeat(alpha)).at).toBe(now);
  });

  it('says that passes fail', async () => {
    const { hosts } = await agentFleet();
    const { agent } = hosts.alpha;
    const over = () => {
      throw new TypeError('a bug');
    };
    let isBroken = false;
    let now = Date.now();
    const passes = createPasses({
      ...agent,
      clock: { now: () => now },
      over: (source) => (isBroken ? over() : agent.over(source)),
    });
    await passes.run(EVERYTHING, () => false);
    isBroken = true;
    await expect(passes.run(EVERYTHING, () => false)).rejects.toThrow(TypeError);
    isBroken = false;
    now += 60_000;
    await passes.beat();
    expect(await heartbeat(hosts.alpha)).toMatchObject({ isOk: false, states: { InSync: 2 } });
  });
});
