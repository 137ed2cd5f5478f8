import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outputSchemas } from '../../../src/core/report/report-schemas.ts';
import { daemonFleet } from '../../support/daemon-fleet.ts';

const ME = userInfo().username;

describe('a daemon', () => {
  it('is in the audit trail from start to end, with who accepted what it applied, and tells that it lives', async () => {
    const fleet = await daemonFleet();
    const { alpha } = fleet.hosts;
    alpha.configure({ gates: {} });
    const tip = fleet.git('rev-parse', 'main');
    expect((await alpha.run('resume', '--accept-history', tip, '--reason', 'looked at it')).code).toBe(0);
    const agent = alpha.start();
    await agent.until('A pass is done');
    const hosts = await alpha.run('hosts', '--json');
    expect(hosts.code).toBe(1);
    const seen = outputSchemas.hosts.parse(JSON.parse(hosts.out));
    expect(seen.hosts).toMatchObject([
      { host: 'alpha', isSelf: true, isSilent: false, signature: 'verified', heartbeat: { revision: tip } },
      { host: 'beta', isSelf: false, isSilent: true, signature: 'none', heartbeat: null },
    ]);
    const own = seen.hosts[0]?.heartbeat;
    expect((own?.nextBy ?? 0) - (own?.at ?? 0)).toBe(660_000);
    expect((await alpha.run('hosts')).out).toContain('beta: nothing was ever heard of it.');
    expect((await agent.stop()).code).toBe(0);
    const { out } = await alpha.run('audit', '--json', '--state', alpha.state);
    const events = outputSchemas.audit.parse(JSON.parse(out)).events.toReversed();
    expect(events.map(({ kind, by }) => [kind, ...by])).toEqual([
      ['history-accepted', ME],
      ['agent-started', 'homeamp'],
      ['run-applied', 'homeamp'],
      ['run-applied', 'homeamp'],
      ['agent-stopped', 'homeamp'],
    ]);
    expect(events[1]?.facts['publicKey']).toBe(seen.publicKey);
    expect(readFileSync(join(alpha.state, 'signing-key.pem'), 'utf8')).toContain('PRIVATE KEY');
  });

  it('does not start with a signing key that others may read, and says what to do', async () => {
    const fleet = await daemonFleet();
    const { alpha } = fleet.hosts;
    await alpha.run('hosts');
    chmodSync(join(alpha.state, 'signing-key.pem'), 0o644);
    const ended = await alpha.start().ended;
    expect(ended.code).toBe(2);
    expect(ended.err).toContain('mode 644');
    expect(ended.err).toContain('chmod 600');
    rmSync(join(alpha.state, 'signing-key.pem'));
  });
});
