import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../../support/agent-process.ts';
import { daemonFleet } from '../../support/daemon-fleet.ts';

describe('one pass of the command agent', () => {
  it('ends with 0 when all went well, and with 3 while the repository is away', async () => {
    const fleet = await daemonFleet();
    const { alpha } = fleet.hosts;
    const begun = performance.now();
    const done = await alpha.start('--once').ended;
    console.log(`agent --once: first pass and process in ${(performance.now() - begun).toFixed(0)} ms`);
    expect(done).toMatchObject({ code: 0, signal: null, err: '' });
    const up = fleet.hub.faults.down();
    const away = alpha.start('--once');
    expect(await away.ended).toMatchObject({ code: 3, err: '' });
    expect(away.lines().map(({ message }) => message)).toEqual([
      'a part of the pass failed',
      'a part of the pass failed',
      'A pass has to be tried again',
    ]);
    expect(away.lines().at(-1)).toMatchObject({ states: expect.stringContaining('InSync=2') });
    up();
    expect(await alpha.start('--once').ended).toMatchObject({ code: 0 });
  });

  it('ends with 2 for settings with mistakes, lists each of them and repeats no secret', async () => {
    const { hosts } = await daemonFleet();
    const { alpha } = hosts;
    alpha.configure({
      host: undefined,
      schedul: {},
      schedule: { poll: '3s' },
      forge: {
        kind: 'github',
        repository: 'network',
        token: 'ghp_written-here',
        apiUrl: 'http://example.org',
      },
      http: { listen: '0.0.0.0:9180', webhook: { secret: { env: 'HOMEAMP_NOT_SET' } } },
    });
    const { code, out, err } = await alpha.start('--once').ended;
    expect(code).toBe(2);
    expect(out).toBe('');
    for (const mistake of [
      '`host`',
      '`schedul`',
      'less than 10s',
      '`owner/name`',
      'a secret never stands in this file',
      'no https address',
      'HOMEAMP_NOT_SET',
      'nothing is asked of them',
    ]) {
      expect(err).toContain(mistake);
    }
    expect(err).not.toContain('ghp_written-here');
    const checked = await alpha.run('config', 'check');
    expect(checked.code).toBe(2);
    const places = (text: string) => [...text.matchAll(/agent\.yaml:\d+:\d+ error/g)].length;
    expect(places(err)).toBeGreaterThanOrEqual(8);
    expect(places(checked.out)).toBe(places(err));
    alpha.configure({});
    const good = await alpha.run('config', 'check');
    expect(good).toMatchObject({ code: 0, err: '' });
    expect(good.out).toContain('Valid: ');
    expect(good.out).not.toContain('good-token');
  });

  it('ends with 2 when its file is missing or others may write it', async () => {
    const { hosts } = await daemonFleet();
    const { alpha, beta } = hosts;
    const missing = await alpha.run('agent', '--once', '--config', join(alpha.folder, 'none.yaml'));
    expect(missing.code).toBe(2);
    expect(missing.err).toContain('none.yaml');
    writeFileSync(join(beta.folder, 'token'), 'x', { mode: 0o600 });
    chmodSync(join(beta.folder, 'token'), 0o644);
    const open = await beta.run('agent', '--once');
    expect(open.code).toBe(2);
    expect(open.err).toContain('chmod 600');
  });
});

describe('an agent that watches', () => {
  it('looks at once when it gets SIGHUP, and is the only one on its state', async () => {
    const fleet = await daemonFleet();
    const { alpha } = fleet.hosts;
    alpha.configure({ schedule: { poll: '1h', pulls: '1h' } });
    const first = alpha.start();
    await first.until('A pass is done');
    const second = alpha.start();
    expect(await second.ended).toMatchObject({ code: 3, out: '' });
    const { err } = await second.ended;
    expect(err).toContain(`Another homeamp (process ${first.pid})`);
    const once = alpha.start('--once');
    expect((await once.ended).code).toBe(3);
    const { head } = await fleet.propose('wider', 6);
    const begun = performance.now();
    first.kill('SIGHUP');
    await first.until('Asked to look now');
    await waitFor(() => fleet.statusOf(head, 'alpha').startsWith('success: plan '), 'the plan');
    console.log(`SIGHUP to status: ${(performance.now() - begun).toFixed(0)} ms`);
    const stopping = performance.now();
    expect(await first.stop()).toMatchObject({ code: 0, err: '' });
    console.log(`SIGTERM to end at rest: ${(performance.now() - stopping).toFixed(0)} ms`);
    expect(first.lines().at(-1)?.message).toBe('Stopped');
    expect((await alpha.start('--once').ended).code).toBe(0);
  });

  it('goes on when whoever read its log goes away', async () => {
    const fleet = await daemonFleet();
    const { alpha } = fleet.hosts;
    const agent = alpha.start();
    await agent.until('A pass is done');
    agent.stopReading();
    for (const range of [5, 6]) {
      const { head } = await fleet.propose(`range-${range}`, range);
      agent.kill('SIGHUP');
      await waitFor(() => fleet.statusOf(head, 'alpha').startsWith('success: plan '), 'the plan');
    }
    expect((await agent.stop()).code).toBe(0);
  });
});
