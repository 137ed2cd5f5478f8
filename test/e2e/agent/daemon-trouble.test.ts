import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/stand-ins/github/index.ts';
import { fleetFiles } from '../../support/agent-fleet.ts';
import { type AgentProcess, waitFor } from '../../support/agent-process.ts';
import { type DaemonFleet, daemonFleet, secretChairs } from '../../support/daemon-fleet.ts';
import { fillDisk, mountMemory } from '../../support/disks.ts';

/** Nobody has to approve, so that a push is an order. */
function freeFleet(): Promise<DaemonFleet> {
  return daemonFleet({ files: { ...fleetFiles({ approval: '{ required: 0 }' }), ...secretChairs(4) } });
}

/** Another pass by SIGHUP, and the line that it ends with. */
async function passOf(agent: AgentProcess, message: string) {
  const from = agent.lines().length;
  agent.kill('SIGHUP');
  return agent.until(message, from);
}

const AN_AWAY_PASS_MILLIS = 200;
const RETRY = 'A pass has to be tried again';
const WORKS = 'Passes work again';

describe('an agent in trouble', { timeout: 60_000 }, () => {
  it('lives through a repository and an API that are away, answer 500 or nonsense, and says the same of the same', async () => {
    const fleet = await freeFleet();
    const { alpha } = fleet.hosts;
    const { hub } = fleet;
    const agent = alpha.start();
    await agent.until('A pass is done');
    const texts: unknown[] = [];
    const always = (fault: Fault) => {
      hub.faults.add({ ...fault, times: 10_000 });
      return () => hub.faults.clear();
    };
    const troubles: Readonly<Record<string, () => () => void>> = {
      'all is away': () => hub.faults.down(),
      'git is away': () => hub.faults.down('git'),
      'the API is away': () => hub.faults.down('api'),
      'the API answers 500': () => always({ kind: 'server-error' }),
      'the API answers with a page for people': () => always({ kind: 'html', status: 200 }),
      'the API answers without a body': () => always({ kind: 'empty-body' }),
    };
    for (const [name, begin] of Object.entries(troubles)) {
      const from = agent.lines().length;
      // Something new to be asked for: the answer to a known question has no body anyway.
      await fleet.propose(`change-${texts.length}`, 5 + texts.length);
      const end = begin();
      const { waiting, states } = await passOf(agent, RETRY);
      expect(states, name).toContain('InSync=2');
      await passOf(agent, 'Asked to look now');
      await sleep(AN_AWAY_PASS_MILLIS);
      end();
      await passOf(agent, WORKS);
      const bad = agent
        .lines()
        .slice(from)
        .filter(({ level }) => level !== 'info');
      expect(
        bad.filter(({ message }) => message === RETRY),
        name,
      ).toHaveLength(1);
      texts.push(`${name}: ${String(waiting)}`);
    }
    console.log(texts.join('\n'));
    expect(agent.isRunning()).toBe(true);
    expect(await agent.stop()).toMatchObject({ code: 0, err: '' });
  });

  it('recovers by itself after the repository was away, and applies what came meanwhile', async () => {
    const fleet = await freeFleet();
    const { alpha } = fleet.hosts;
    const agent = alpha.start();
    await agent.until('A pass is done');
    const up = fleet.hub.faults.down();
    const tip = fleet.push('main', secretChairs(7));
    await passOf(agent, RETRY);
    expect(alpha.live('DEV01')).toContain('range: 4');
    up();
    const begun = performance.now();
    await agent.until(WORKS);
    console.log(`recovered by itself after ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    await waitFor(() => fleet.statusOf(tip, 'alpha') !== '', 'the status');
    expect(alpha.live('DEV01')).toContain('range: 7');
  });

  it('says what it could not say with an expired token, as soon as it is asked with a good one', async () => {
    const fleet = await freeFleet();
    const { alpha } = fleet.hosts;
    const agent = alpha.start();
    await agent.until('A pass is done');
    fleet.hub.faults.add({ kind: 'unauthorized', times: 10_000 });
    const tip = fleet.push('main', secretChairs(6));
    expect((await passOf(agent, RETRY))['waiting']).toBe(
      'GitHub does not accept the credentials of homeamp.',
    );
    expect(fleet.statusOf(tip, 'alpha')).toBe('');
    expect(await agent.stop()).toMatchObject({ code: 0, err: '' });
    fleet.hub.faults.clear();
    expect((await alpha.start('--once').ended).code).toBe(0);
    expect(fleet.statusOf(tip, 'alpha')).toMatch(/^success: /);
    const words = fleet.hub.deploymentsOf(tip).flatMap(({ statuses }) => statuses.at(-1)?.description ?? []);
    expect(words).toContain('alpha: done');
  });

  it('keeps the last good revision under a commit with mistakes, says so on it, and goes on with the next', async () => {
    const fleet = await freeFleet();
    const { alpha } = fleet.hosts;
    const agent = alpha.start();
    await agent.until('A pass is done');
    const bad = fleet.push('main', { 'desired-state/fleet.yaml': 'hosts: [\n' });
    const line = await passOf(agent, 'A pass is done');
    expect(line).toMatchObject({ revision: bad.slice(0, 12), states: expect.stringContaining('InSync=2') });
    expect(fleet.statusOf(bad, 'alpha')).toMatch(
      /^failure: \d+ mistakes?, first in desired-state\/fleet.yaml:/,
    );
    expect(alpha.live('DEV01')).toContain('range: 4');
    const good = fleet.push('main', {
      ...fleetFiles({ approval: '{ required: 0 }' }),
      ...secretChairs(8),
    });
    await passOf(agent, 'A pass is done');
    expect(fleet.statusOf(good, 'alpha')).toMatch(/^success: plan .* 2 keys on 2 instances applied/);
    expect(alpha.live('DEV01')).toContain('range: 8');
    expect(await agent.stop()).toMatchObject({ code: 0, err: '' });
  });

  it('waits while the disk with its state is full, and goes on when there is room', async ({ skip }) => {
    const fleet = await freeFleet();
    const { alpha } = fleet.hosts;
    mkdirSync(alpha.state, { mode: 0o700 });
    if (!mountMemory(alpha.state, '8m')) skip('this user may not mount a disk');
    const agent = alpha.start();
    await agent.until('A pass is done');
    fillDisk(join(alpha.state, 'filler'));
    const tip = fleet.push('main', secretChairs(9));
    const from = agent.lines().length;
    agent.kill('SIGHUP');
    expect((await agent.until(RETRY, from))['waiting']).toContain('is full');
    expect(agent.isRunning()).toBe(true);
    expect(alpha.live('DEV01')).toContain('range: 4');
    rmSync(join(alpha.state, 'filler'));
    agent.kill('SIGHUP');
    await waitFor(() => fleet.statusOf(tip, 'alpha').includes('applied'), 'the apply');
    expect(alpha.live('DEV01')).toContain('range: 9');
    expect(readdirSync(alpha.state)).not.toContain('filler');
    expect(await agent.stop()).toMatchObject({ code: 0, err: '' });
  });
});
