import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHostWords, publishWords } from '../../../src/engine/agent/host-words.ts';
import { lookAtHosts } from '../../../src/engine/agent/look-at-hosts.ts';
import { createPasses } from '../../../src/engine/agent/run-pass.ts';
import {
  type AgentFleet,
  type AgentFleetOptions,
  agentFleet,
  fleetFiles,
  shaOf,
} from '../../support/agent-fleet.ts';
import { localStore } from '../../support/local-store.ts';
import { EVERYTHING } from './order-stories.ts';

/** Two hosts whose agents share a folder for their reports. */
const sharedFleet = (more: AgentFleetOptions = {}) =>
  agentFleet({
    ...more,
    settings: ({ work }) => ({ store: localStore(join(work, '..', 'reports')) }),
  });

/** Both hosts take a fleet file with these keys. */
async function withKeys(fleet: AgentFleet, keys: Readonly<Record<string, string>>): Promise<void> {
  const files = fleetFiles();
  const hosts = ['alpha', 'beta'].map(
    (name) => `${name}: { ${keys[name] === undefined ? '' : `publicKey: "${keys[name]}"`} }`,
  );
  const text = files['desired-state/fleet.yaml']?.replace('alpha: {}, beta: {}', hosts.join(', ')) ?? '';
  fleet.push('main', { 'desired-state/fleet.yaml': text });
  await fleet.accept();
  await fleet.passes();
}

const keyOf = (fleet: AgentFleet, host: 'alpha' | 'beta') => fleet.hosts[host].agent.signer.publicKey;

/** What alpha makes of beta. */
async function betaFrom(fleet: AgentFleet, now?: number) {
  const { agent } = fleet.hosts.alpha;
  const clock = now === undefined ? agent.clock : { now: () => now };
  return (await lookAtHosts({ ...agent, clock })).find(({ host }) => host === 'beta');
}

describe('the hosts of a fleet', () => {
  it('hear of each other in the store that they share, and know each other by key', async () => {
    const fleet = await sharedFleet();
    expect(await lookAtHosts(fleet.hosts.alpha.agent)).toMatchObject([
      { host: 'alpha', isSelf: true, signature: 'verified', hasKey: false, isSilent: false },
      { host: 'beta', isSelf: false, signature: 'unknown-key', hasKey: false, isSilent: false },
    ]);
    await withKeys(fleet, { beta: keyOf(fleet, 'beta') });
    expect(await betaFrom(fleet)).toMatchObject({
      signature: 'verified',
      hasKey: true,
      heartbeat: { host: 'beta', states: { InSync: 1 } },
    });
    await withKeys(fleet, { beta: keyOf(fleet, 'alpha') });
    expect(await betaFrom(fleet)).toMatchObject({ signature: 'unknown-key', hasKey: true });
  });

  it('see what was changed, taken from another host, unsigned or no heartbeat at all', async () => {
    const fleet = await sharedFleet();
    await withKeys(fleet, { beta: keyOf(fleet, 'beta') });
    const { reports } = fleet.hosts.alpha.agent;
    const own = Buffer.from((await reports.get('beta/heartbeat.json')) ?? '').toString();
    const alphas = Buffer.from((await reports.get('alpha/heartbeat.json')) ?? '').toString();
    const { signature: _, ...unsigned } = JSON.parse(own) as Record<string, unknown>;
    const cases: readonly (readonly [string, string, boolean])[] = [
      [own.replace('"isOk": true', '"isOk": null'), 'forged', false],
      [own.replace('"InSync": 1', '"InSync": 9'), 'forged', false],
      [JSON.stringify(unsigned), 'unsigned', true],
      [alphas, 'none', false],
      ['x'.repeat(70_000), 'none', false],
      ['{}', 'none', false],
      [own, 'verified', true],
    ];
    for (const [text, signature, isShown] of cases) {
      await reports.put('beta/heartbeat.json', Buffer.from(text));
      const look = await betaFrom(fleet);
      expect([look?.signature, look?.heartbeat !== null]).toEqual([signature, isShown]);
    }
    await reports.delete('beta/heartbeat.json');
    expect(await betaFrom(fleet)).toMatchObject({ signature: 'none', isSilent: true, heartbeat: null });
  });

  it('miss one whose heartbeat is overdue', async () => {
    const fleet = await sharedFleet();
    const now = Date.now() + 3_600_000;
    const beta = fleet.hosts.beta.agent;
    const passes = createPasses({ ...beta, clock: { now: () => now } }, { beatMillis: 300_000 });
    await passes.run(EVERYTHING, () => false);
    expect((await betaFrom(fleet, now + 660_000))?.isSilent).toBe(false);
    expect((await betaFrom(fleet, now + 660_001))?.isSilent).toBe(true);
  });
});

describe('what a host says of its stages, without a forge', () => {
  const sha = shaOf('a'.repeat(40));

  /** The word that alpha hears from beta about a stage, with this key in the fleet. */
  async function heard(fleet: AgentFleet, publicKey: string | undefined): Promise<string | undefined> {
    const { agent } = fleet.hosts.alpha;
    const hosts = new Map([['beta', { name: 'beta', address: undefined, publicKey }]]);
    const ask = createHostWords(
      { ...agent, forge: { ...agent.forge, kind: 'none' } },
      { fleet: { hosts }, sha },
    );
    return (await ask('dev', ['beta']))?.get('beta');
  }

  it('counts by its signature where its key is known, as it lies there where not, and for this host and commit alone', async () => {
    const fleet = await sharedFleet();
    const { alpha, beta } = fleet.hosts;
    const { reports } = alpha.agent;
    const write = (text: string) => reports.put('beta/stages.json', Buffer.from(text));
    await publishWords(beta.agent, sha, new Map([['dev', 'done']]));
    const key = keyOf(fleet, 'beta');
    expect([await heard(fleet, key), await heard(fleet, undefined)]).toEqual(['done', 'done']);
    expect(await heard(fleet, keyOf(fleet, 'alpha'))).toBeUndefined();
    const signed = Buffer.from((await reports.get('beta/stages.json')) ?? '').toString();
    await write(signed.replace('"done"', '"failed"'));
    expect([await heard(fleet, key), await heard(fleet, undefined)]).toEqual([undefined, undefined]);
    await write(JSON.stringify({ sha, words: { dev: 'done' } }));
    expect([await heard(fleet, key), await heard(fleet, undefined)]).toEqual([undefined, 'done']);
    const { signer } = beta.agent;
    const heartbeat = (await reports.get('beta/heartbeat.json')) ?? Buffer.from('');
    await reports.put('beta/stages.json', heartbeat);
    expect(await heard(fleet, key)).toBeUndefined();
    await publishWords({ ...alpha.agent, signer }, sha, new Map([['dev', 'done']]));
    await reports.put('beta/stages.json', (await reports.get('alpha/stages.json')) ?? Buffer.from(''));
    expect(await heard(fleet, key)).toBeUndefined();
    await publishWords(beta.agent, shaOf('b'.repeat(40)), new Map([['dev', 'done']]));
    expect(await heard(fleet, key)).toBeUndefined();
  });
});
