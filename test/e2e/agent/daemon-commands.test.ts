import { describe, expect, it } from 'vitest';
import { waitFor } from '../../support/agent-process.ts';
import { CANARY, daemonFleet, secretChairs } from '../../support/daemon-fleet.ts';

const RARELY = { poll: '1h', pulls: '1h' };

describe('commands beside an agent, with its settings and nothing else', () => {
  it('take the first revision by order: nothing is applied before, status says why, resume opens it', async () => {
    const fleet = await daemonFleet();
    const { alpha } = fleet.hosts;
    alpha.configure({ gates: {}, schedule: RARELY });
    const tip = fleet.git('rev-parse', 'main');
    const early = await alpha.run('apply', '--yes');
    expect(early.code).toBe(2);
    expect(early.err).toContain('this host has not taken any revision yet');
    expect(early.err).toContain('homeamp resume --accept-history');
    const agent = alpha.start();
    await agent.until('A pass is done');
    expect(fleet.statusOf(tip, 'alpha')).toBe('failure: held: this host has not taken any revision yet');
    const held = await alpha.run('status');
    expect(held.out).toContain(`Held at ${tip.slice(0, 12)}: this host has not taken any revision yet.`);
    expect(held.code).toBe(1);
    const plan = await alpha.run('plan');
    expect(plan.code).toBe(1);
    expect(plan.out).toContain('password');
    const wrong = await alpha.run('resume', '--accept-history', '0123456789ab');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain(`The branch is at ${tip}`);
    expect(alpha.live('DEV01')).toContain('password: old');
    const good = await alpha.run('resume', '--accept-history', tip.slice(0, 12), '--reason', 'looked at it');
    expect(good).toMatchObject({ code: 0, err: '' });
    const from = agent.lines().length;
    agent.kill('SIGHUP');
    await agent.until('A pass is done', from);
    expect(alpha.live('DEV01')).toContain(`password: ${CANARY}`);
    const status = await alpha.run('status');
    expect(status.code).toBe(0);
    expect(status.out).toMatch(
      new RegExp(`^Revision ${tip.slice(0, 12)} since .*: order by \\S+ \\(looked at it\\)\\.`),
    );
    expect(status.out).not.toContain('Held');
    for (const { out, err } of [early, held, plan, wrong, good, status]) {
      expect(`${out}${err}`).not.toContain(CANARY);
    }
    expect(await agent.stop()).toMatchObject({ code: 0, err: '' });
  });

  it('apply the accepted revision while a newer one is held, and take no other', async () => {
    const fleet = await daemonFleet();
    const { alpha } = fleet.hosts;
    alpha.configure({ schedule: RARELY });
    expect((await alpha.start('--once').ended).code).toBe(0);
    const accepted = fleet.git('rev-parse', 'main');
    const pushed = fleet.push('main', secretChairs(9));
    alpha.edit('DEV01', alpha.live('DEV01').replace('range: 4', 'range: 5'));
    const agent = alpha.start();
    await agent.until('A pass is done');
    expect(fleet.statusOf(pushed, 'alpha')).toContain('came to the branch without a pull request');
    const status = await alpha.run('status');
    expect(status.out).toContain(`Revision ${accepted.slice(0, 12)}`);
    expect(status.out).toContain(
      `Held at ${pushed.slice(0, 12)}: commit ${pushed.slice(0, 12)} came to the branch`,
    );
    const other = await alpha.run('apply', '--yes', '--revision', pushed);
    expect(other.code).toBe(2);
    expect(other.err).toContain('--break-glass');
    const newer = await alpha.run('plan', '--revision', pushed.slice(0, 12));
    expect(newer.out).toContain('9');
    expect(newer.code).toBe(1);
    const healed = await alpha.run('apply', '--yes', '--heal');
    expect(healed).toMatchObject({ code: 0, err: '' });
    expect(alpha.live('DEV01')).toContain('range: 4');
    expect((await alpha.run('plan')).code).toBe(0);
  });

  it('break glass loudly: files, status and commit say so until a reviewed merge follows', async () => {
    const fleet = await daemonFleet();
    const { alpha } = fleet.hosts;
    alpha.configure({ schedule: RARELY });
    const agent = alpha.start();
    await agent.until('A pass is done');
    const pushed = fleet.push('main', secretChairs(9));
    const begun = performance.now();
    const broken = await alpha.run('apply', '--break-glass', 'chairs are on fire', '--yes');
    console.log(`break glass: ${(performance.now() - begun).toFixed(0)} ms`);
    expect(broken).toMatchObject({ code: 0, err: '' });
    expect(alpha.live('DEV01')).toContain('range: 9');
    expect(alpha.live('TOW01')).toContain('range: 9');
    const status = await alpha.run('status');
    expect(status.out).toMatch(/BREAK GLASS by \S+ \(chairs are on fire\)\./);
    agent.kill('SIGHUP');
    await waitFor(() => fleet.statusOf(pushed, 'alpha') !== '', 'the loud status');
    expect(fleet.statusOf(pushed, 'alpha')).toMatch(/^failure: break glass by \S+: chairs are on fire/);
    const { number } = await fleet.propose('calm', 5);
    agent.kill('SIGHUP');
    const head = fleet.git('rev-parse', 'calm');
    await waitFor(() => fleet.statusOf(head, 'alpha').startsWith('success: plan '), 'the plan');
    const merged = await fleet.approveAndMerge(number);
    agent.kill('SIGHUP');
    await waitFor(() => fleet.statusOf(merged, 'alpha').includes('as approved'), 'the merge');
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^success: /);
    expect(alpha.live('DEV01')).toContain('range: 5');
    const after = await alpha.run('status');
    expect(after.code).toBe(0);
    expect(after.out).toContain('reviewed by alice');
    expect(after.out).not.toContain('BREAK GLASS');
    expect(await agent.stop()).toMatchObject({ code: 0, err: '' });
  });
});
