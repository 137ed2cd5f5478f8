import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSigner } from '../../../src/adapters/state/index.ts';
import { fleetFiles } from '../../support/agent-fleet.ts';
import { CANARY, daemonFleet } from '../../support/daemon-fleet.ts';

describe('homeamp adopt --from-host', () => {
  it('opens a pull request with what another host reported, once, and never without its signature', async () => {
    const fleet = await daemonFleet();
    const { alpha, beta } = fleet.hosts;
    mkdirSync(beta.state, { recursive: true });
    const { publicKey } = createSigner(beta.state);
    const text = fleetFiles()['desired-state/fleet.yaml'] ?? '';
    fleet.push('main', {
      'desired-state/fleet.yaml': text.replace('beta: {}', `beta: { publicKey: "${publicKey}" }`),
    });
    const store = { kind: 'local', reports: join(alpha.folder, '..', 'reports') };
    for (const host of [alpha, beta]) host.configure({ store });
    expect((await alpha.start('--once').ended).code).toBe(0);
    expect((await beta.start('--once').ended).code).toBe(0);
    beta.edit('HUB01', beta.live('HUB01').replace('range: 4', 'range: 9'));
    await beta.start('--once').ended;

    const words = ['adopt', '--from-host', 'beta', '--yes'];
    const first = await alpha.run(...words);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('keep  beta/HUB01 Chairs config.yml range = 9  (instance beta/HUB01)');
    const [, number] = /Pull request #(\d+) opened: /.exec(first.out) ?? [];
    const again = await alpha.run(...words);
    expect(again.out).toContain(`Pull request #${number} is open already: `);
    expect(`${first.out}${again.out}`).not.toContain(CANARY);

    const merged = await fleet.approveAndMerge(Number(number));
    expect((await beta.start('--once').ended).code).toBe(0);
    expect(fleet.statusOf(merged, 'beta')).toMatch(/^success: /);
    expect(beta.live('HUB01')).toContain('range: 9');

    const unknown = await beta.run('adopt', '--from-host', 'alpha', '--yes');
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('fleet.yaml has no key for alpha');
  });
});
