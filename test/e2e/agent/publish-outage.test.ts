import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type AgentFleet, agentFleet } from '../../support/agent-fleet.ts';
import { approveAndMerge, repeatedStatuses, settle, writesDuring } from './publish-rig.ts';

const EDITED = '# kept by people\nrange: 4\nsound: false\nmax: 10\n';
const AN_HOUR_OF_PASSES = 6;

/** What is read on the forge in the end: statuses by host, the comment, the stages and the issue. */
function readable(
  fleet: AgentFleet,
  { number, merged }: { readonly number: number; readonly merged: string },
) {
  return {
    alpha: fleet.statusOf(merged, 'alpha'),
    beta: fleet.statusOf(merged, 'beta'),
    comment: withoutIds(fleet.comment(number)),
    stages: fleet.hub
      .deploymentsOf(merged)
      .map(({ environment, statuses }) => [environment, statuses.at(-1)?.state]),
    issues: fleet.hub.issues().map(({ title, state }) => [title, state]),
  };
}

/** Names of runs and commits, and digests over them, differ from fleet to fleet. */
function withoutIds(text: string): string {
  return text
    .replace(/\b[0-9]{8}-[-0-9a-f]+/g, 'run')
    .replace(/\b(?:[0-9a-f]{12}|[0-9a-f]{8}(?= -->))/g, 'id');
}

describe('an hour without the forge', () => {
  it('applies nothing unapproved, goes on scanning, and brings everything once, as without the outage', async () => {
    const fleet = await agentFleet();
    const { alpha, beta } = fleet.hosts;
    const { number, head } = await fleet.propose('wider', 6);
    await fleet.passes();
    const planned = fleet.statusesOf(head);
    const apiBack = fleet.hub.faults.down('api');
    const merged = await approveAndMerge(fleet, number);
    for (let pass = 0; pass < AN_HOUR_OF_PASSES; pass += 1) {
      for (const end of await fleet.passes()) {
        expect(end.isOk).toBe(false);
        expect(end.waiting).toContain('the reviews of newer commits can not be looked up at present');
      }
    }
    expect([alpha.live('DEV01'), beta.live('HUB01')]).toEqual([
      expect.stringContaining('range: 4'),
      expect.stringContaining('range: 4'),
    ]);
    beta.edit('HUB01', EDITED);
    expect((await beta.pass('scan')).states).toMatchObject({ Drifted: 1 });
    apiBack();

    const allBack = fleet.hub.faults.down('all');
    for (const end of await fleet.passes()) expect(end.isOk).toBe(false);
    expect((await beta.pass('scan')).states).toMatchObject({ Drifted: 1 });
    expect(fleet.statusesOf(merged)).toEqual([]);
    expect(fleet.hub.issues()).toEqual([]);
    allBack();

    await settle(fleet);
    const without = await agentFleet();
    const same = await without.propose('wider', 6);
    await without.passes();
    const sameMerged = await approveAndMerge(without, same.number);
    without.hosts.beta.edit('HUB01', EDITED);
    await settle(without);
    expect(readable(fleet, { number, merged })).toEqual(
      readable(without, { number: same.number, merged: sameMerged }),
    );
    expect(fleet.statusesOf(head)).toEqual(planned);
    expect(repeatedStatuses(fleet, merged)).toEqual([]);
    expect(fleet.hub.commentsOf(number)).toHaveLength(1);
    expect(fleet.hub.deploymentsOf(merged)).toHaveLength(2);
    expect(fleet.hub.issues()).toHaveLength(1);
  }, 60_000);

  it('keeps what was to be said over a restart', async () => {
    const fleet = await agentFleet();
    const { alpha } = fleet.hosts;
    const back = fleet.hub.faults.down('api');
    alpha.edit('TOW01', EDITED);
    await alpha.pass();
    alpha.edit('TOW01', EDITED.replace('range: 4', 'range: 9'));
    await alpha.pass();
    await alpha.restart();
    back();
    const writes = await writesDuring(fleet, () => alpha.pass('pulls'));
    expect(writes.toSorted()).toEqual(['issues/create', 'repos/create-commit-status']);
    expect(fleet.hub.issues()[0]?.body).toContain('+ range: 9');
    expect(fleet.statusOf(fleet.git('rev-parse', 'main'), 'alpha')).toBe(
      'failure: drift: 2 keys on 1 instance: TOW01',
    );
  });
});

describe('a connection that ends after the forge did what it was told', () => {
  it('leaves no double comment, status, deployment or issue', async () => {
    const fleet = await agentFleet();
    const operations = [
      'repos/create-commit-status',
      'issues/create-comment',
      'issues/update-comment',
      'repos/create-deployment',
      'repos/create-deployment-status',
      'issues/create',
      'issues/update',
    ];
    for (const operation of operations) {
      fleet.hub.faults.add({ match: { operation }, kind: 'cut-after', times: 2 });
    }
    const { number, head } = await fleet.propose('wider', 6);
    await settle(fleet);
    const merged = await approveAndMerge(fleet, number);
    await settle(fleet);
    await settle(fleet);
    fleet.hosts.beta.edit('HUB01', EDITED.replace('range: 4', 'range: 6'));
    await settle(fleet);
    fleet.hosts.beta.edit('HUB01', EDITED.replace('range: 4', 'range: 6').replace('false', 'true'));
    await settle(fleet);
    const cut = fleet.hub.requests.list().filter(({ status }) => status === 0);
    expect(new Set(cut.map(({ operation }) => operation))).toEqual(new Set(operations));
    expect([...repeatedStatuses(fleet, head), ...repeatedStatuses(fleet, merged)]).toEqual([]);
    expect(fleet.hub.commentsOf(number)).toHaveLength(1);
    expect(fleet.comment(number)).toContain('Merged and applied, as approved');
    const stages = fleet.hub.deploymentsOf(merged).map(({ environment }) => environment);
    expect(stages.toSorted()).toEqual(['dev', 'production']);
    for (const { statuses } of fleet.hub.deploymentsOf(merged)) {
      const said = statuses.map(({ state, description }) => `${state} ${description}`);
      expect(said).toEqual([...new Set(said)]);
    }
    expect(fleet.hub.issues().map(({ state }) => state)).toEqual(['closed']);
  }, 60_000);

  it('leaves one set of annotations when the answer to them is lost', async () => {
    const fleet = await agentFleet();
    const { head } = await fleet.propose('broken', {
      'desired-state/baselines/Chairs.md': '---\nplugin: [\n---\n',
    });
    fleet.hub.faults.add({ match: { operation: 'checks/create' }, kind: 'cut-after', times: 2 });
    await settle(fleet);
    await settle(fleet);
    const cut = fleet.hub.requests.list().filter(({ status }) => status === 0);
    expect(cut.map(({ operation }) => operation)).toEqual(['checks/create', 'checks/create']);
    const names = fleet.hub.checksOf(head).map(({ name }) => name);
    expect(names.toSorted()).toEqual(['homeamp/alpha', 'homeamp/beta']);
    expect(fleet.statusOf(head, 'alpha')).toMatch(/^failure: /);
  });
});

describe('a forge that wants to be left alone', () => {
  it('is asked nothing before the time that it named, and then told everything', async () => {
    const fleet = await agentFleet();
    const { alpha } = fleet.hosts;
    const { head } = await fleet.propose('wider', 6);
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    fleet.hub.faults.add({ kind: 'secondary-limit', retryAfterSeconds: 90 });
    expect(await alpha.pass()).toMatchObject({ isOk: false, retryAfterMillis: 90_000 });
    fleet.hub.requests.clear();
    vi.setSystemTime(Date.now() + 89_000);
    expect(await alpha.pass()).toMatchObject({ isOk: false, retryAfterMillis: 1000 });
    expect(fleet.hub.requests.list()).toEqual([]);
    vi.setSystemTime(Date.now() + 1000);
    expect(await alpha.pass()).toMatchObject({ isOk: true, retryAfterMillis: undefined });
    expect(fleet.statusOf(head, 'alpha')).toMatch(/^success: plan /);
  });
});
