import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createS3ObjectStore } from '../../../src/adapters/object-store/index.ts';
import { Secret } from '../../../src/core/model/secret.ts';
import type { S3StoreSettings } from '../../../src/settings/settings.ts';
import { type AgentFleet, agentFleet } from '../../support/agent-fleet.ts';
import { type FaultyProxy, startFaultyProxy } from '../../support/faulty-proxy.ts';
import { localStore } from '../../support/local-store.ts';
import { hasS3Server, type S3Server, startS3Server } from '../../support/s3-server.ts';
import { approveAndMerge } from './publish-rig.ts';

describe.skipIf(!hasS3Server)('a host whose backups go to an S3 server', () => {
  let server: S3Server;
  let proxy: FaultyProxy;
  beforeAll(async () => {
    server = await startS3Server();
    proxy = await startFaultyProxy(server.endpoint);
  });
  afterAll(async () => {
    await proxy.stop();
    await server.stop();
  });
  beforeEach(() => proxy.setFault(undefined));

  async function fleetWith(whenAway: S3StoreSettings['whenAway']) {
    const keys = { accessKey: new Secret(server.accessKey), secretKey: new Secret(server.secretKey) };
    const buckets = { backups: `backups-${whenAway}`, reports: `reports-${whenAway}` };
    const place = { region: 'us-east-1', ...keys };
    const store: S3StoreSettings = {
      kind: 's3',
      endpoint: proxy.endpoint,
      ...place,
      buckets,
      encryptionKey: undefined,
      whenAway,
      keep: localStore().keep,
    };
    const fleet = await agentFleet({ settings: { store } });
    const { number } = await fleet.propose('wider', 6);
    await fleet.passes();
    const bucketOf = (bucket: string) => createS3ObjectStore({ endpoint: server.endpoint, ...place, bucket });
    return {
      fleet,
      merge: () => approveAndMerge(fleet, number),
      backups: bucketOf(buckets.backups),
      reports: bucketOf(buckets.reports),
    };
  }

  /** Full without another try: the shortest way to be away. */
  const setAway = () => proxy.setFault(() => ({ kind: 'answer', status: 507 }));
  const ranges = ({ hosts: { alpha, beta } }: AgentFleet) =>
    [alpha.live('DEV01'), alpha.live('TOW01'), beta.live('HUB01')].map(
      (text) => /range: (\d)/.exec(text)?.[1],
    );

  async function passUntilApplied(fleet: AgentFleet): Promise<void> {
    for (let round = 0; round < 4 && ranges(fleet).includes('4'); round += 1) await fleet.passes();
  }

  it('touches no file until the store has what it held, and then goes on by itself', async () => {
    const { fleet, merge, backups, reports } = await fleetWith('hold');
    const merged = await merge();
    setAway();
    await fleet.passes();
    expect(ranges(fleet)).toEqual(['4', '4', '4']);
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^pending: .*blocked: DEV01/);
    expect(fleet.hosts.alpha.said.join('\n')).toMatch(/is full/);
    proxy.setFault(undefined);
    await passUntilApplied(fleet);
    expect(ranges(fleet)).toEqual(['6', '6', '6']);
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^success/);
    const keys = await backups.list('');
    expect(keys.filter((key) => key.startsWith('alpha/objects/')).length).toBeGreaterThan(0);
    expect(keys.filter((key) => key.startsWith('beta/objects/')).length).toBeGreaterThan(0);
    expect(keys.filter((key) => !/^(?:alpha|beta)\//.test(key))).toEqual([]);
    expect(await reports.list('')).toEqual(expect.arrayContaining(['alpha/status.json', 'beta/status.json']));
    expect(fleet.hosts.alpha.agent.spool.pending()).toBe(0);
  });

  it('goes on alone where it may, and hands over everything once the store is back', async () => {
    const { fleet, merge, backups } = await fleetWith('local');
    const before = await backups.list('alpha/objects/');
    await merge();
    setAway();
    await passUntilApplied(fleet);
    expect(ranges(fleet)).toEqual(['6', '6', '6']);
    const { alpha } = fleet.hosts;
    expect(alpha.agent.spool.pending()).toBeGreaterThan(1);
    expect(await backups.list('alpha/objects/')).toEqual(before);
    proxy.setFault(undefined);
    await alpha.restart();
    await fleet.passes();
    expect(alpha.agent.spool.pending()).toBe(0);
    expect((await backups.list('alpha/objects/')).length).toBeGreaterThan(before.length);
    expect(alpha.said.join('\n')).not.toMatch(/backup was lost/);
  });
});
