import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSigner } from '../../../src/adapters/state/index.ts';
import { imageKey } from '../../../src/core/backups/backup-key.ts';
import { MistakeError } from '../../../src/core/model/errors.ts';
import { applyPlan } from '../../../src/engine/apply/apply-plan.ts';
import { listKeys } from '../../../src/engine/backups/list-keys.ts';
import {
  isRetentionDue,
  type RetentionHost,
  retainBackups,
} from '../../../src/engine/backups/retain-backups.ts';
import { snapshotInstance } from '../../../src/engine/backups/snapshot-instance.ts';
import { sha256 } from '../../../src/engine/digest.ts';
import { at, createHostRig, type HostRig } from '../../support/host-rig.ts';
import { desiredKey, managedFile, want } from '../../support/model-samples.ts';

const DAY = 24 * 3_600_000;
let rig: HostRig;
let now = 0;
let written = 0;
afterEach(() => rig.dispose());

const said: string[] = [];
const tell = (message: string) => void said.push(message);

async function newRig(): Promise<RetentionHost> {
  rig = await createHostRig({ 'plugins/CMI/config.yml': 'a: 0\n' });
  said.length = 0;
  now = Date.now() + DAY;
  return {
    ...rig.host,
    name: 'hetzner-xeon',
    own: rig.host.backups,
    clock: { now: () => now },
    log: { info: tell, warn: tell, error: tell },
    rule: { keepMillis: 30 * DAY, atLeast: 2 },
  };
}

/** A change by the server, and its snapshot. */
async function serverWrites(host: RetentionHost, text: string): Promise<string> {
  now += 1000;
  writeFileSync(join(rig.root, 'plugins/CMI/config.yml'), text);
  // The file system's clock is too coarse to tell two writes of a test apart.
  written += 1;
  utimesSync(join(rig.root, 'plugins/CMI/config.yml'), written, written);
  const paths = [at('plugins/CMI/config.yml')];
  const place = { instance: rig.instance.id, root: rig.root, paths };
  return (await snapshotInstance({ ...rig.host, ...host }, place)) ?? '';
}

async function apply(value: string): Promise<string> {
  const file = managedFile([desiredKey('owned', want(value))], {
    path: at('plugins/CMI/config.yml'),
    format: 'yaml',
  });
  const { outcomes } = await applyPlan(
    { ...rig.host, clock: { now: () => now } },
    {
      plan: await rig.plan([file], { heal: true, conflicts: 'write' }),
      locations: rig.locations,
      onInstance: () => undefined,
      shouldStop: () => false,
    },
  );
  const [outcome] = outcomes;
  return outcome?.kind === 'applied' ? outcome.id : '';
}

const sets = async () => (await listKeys(rig.host.backups)).sets.map(({ id }) => id);
const hasImage = (text: string) => rig.host.backups.has(imageKey(sha256(text)));

describe('the retention of a host', () => {
  it('drops old snapshots and, a day later, their images, and never what a kept set names', async () => {
    const host = await newRig();
    const ids: string[] = [];
    for (const text of ['a: 1\n', 'a: 2\n', 'a: 3\n', 'a: 1\n']) {
      ids.push(await serverWrites(host, text));
      now += DAY;
    }
    now += 40 * DAY;
    await retainBackups(host);
    expect(await sets()).toEqual(ids.slice(2));
    expect(await hasImage('a: 2\n')).toBe(true);
    now += DAY + 1;
    await retainBackups(host);
    expect(await hasImage('a: 2\n')).toBe(false);
    expect([await hasImage('a: 1\n'), await hasImage('a: 3\n')]).toEqual([true, true]);
    expect(said.every((message) => message === 'old backups were dropped')).toBe(true);
  });

  it('keeps the newest applied run, and one that is watched, whatever their age', async () => {
    const host = await newRig();
    const ids: string[] = [];
    for (const value of ['1', '2', '3', '4', '5']) {
      ids.push(await apply(value));
      now += DAY;
    }
    now += 100 * DAY;
    rig.host.notes.put(`activation/${rig.instance.id}`, JSON.stringify({ runId: ids[1] }));
    await retainBackups({ ...host, rule: { keepMillis: 30 * DAY, atLeast: 1 } });
    expect(await sets()).toEqual([ids[1], ids[4]]);
    expect(ids.every((id) => id !== '')).toBe(true);
  });

  it('drops no image while a manifest can not be read, and says so', async () => {
    const host = await newRig();
    await serverWrites(host, 'a: 1\n');
    await rig.host.backups.put('runs/20260131-175905-123-3fa9c1.1.json', Buffer.from('{}'));
    await rig.host.backups.put(imageKey(sha256('lost')), Buffer.from('lost'));
    await retainBackups(host);
    now += 3 * DAY;
    await retainBackups(host);
    expect(await hasImage('lost')).toBe(true);
    expect(said).toContain('backup sets can not be used, so no image is dropped');
  });

  it('leaves sets of other hosts and keys that are not ours alone', async () => {
    const host = await newRig();
    const id = await serverWrites(host, 'a: 1\n');
    await rig.host.backups.put('notes/mine.txt', Buffer.from('mine'));
    now += 400 * DAY;
    await retainBackups({ ...host, name: 'other-host' });
    expect(await sets()).toEqual([id]);
    expect(await rig.host.backups.has('notes/mine.txt')).toBe(true);
  });

  it('does not let planted sets push out those that the host signed', async () => {
    const host = await newRig();
    const own = [await serverWrites(host, 'a: 1\n'), await serverWrites(host, 'a: 2\n')];
    const planted = { ...host, signer: createSigner(join(rig.dir, 'state')) };
    for (let index = 3; index < 8; index += 1) {
      await serverWrites(planted, `a: ${index}\n`);
    }
    now += 100 * DAY;
    await retainBackups(host);
    expect(await sets()).toEqual(expect.arrayContaining(own));
  });

  it('tells of a store that lets nothing be deleted, and frees the disk of the host all the same', async () => {
    const host = await newRig();
    await serverWrites(host, 'a: 1\n');
    for (const text of ['a: 2\n', 'a: 3\n']) await serverWrites(host, text);
    now += 100 * DAY;
    const refuse = () => Promise.reject(new MistakeError('denied', 'allow it'));
    const own: string[] = [];
    await retainBackups({
      ...host,
      backups: { ...rig.host.backups, delete: refuse },
      own: { delete: async (key) => void own.push(key) },
    });
    expect(said).toEqual(['old backups could not be deleted']);
    expect(await sets()).toHaveLength(3);
    expect(own).toEqual([expect.stringMatching(/^snapshots\/.*\.json$/)]);
  });

  it('has a snapshot made anew that the store lost', async () => {
    const host = await newRig();
    const id = await serverWrites(host, 'a: 1\n');
    await rig.host.backups.delete(`snapshots/${id}.json`);
    await retainBackups(host);
    expect(await serverWrites(host, 'a: 1\n')).not.toBe('');
  });

  it('is due once a day, and when the clock went back', async () => {
    const host = await newRig();
    expect(isRetentionDue(host)).toBe(true);
    await retainBackups(host);
    expect(isRetentionDue(host)).toBe(false);
    now += DAY;
    expect(isRetentionDue(host)).toBe(true);
    now -= 2 * DAY;
    expect(isRetentionDue(host)).toBe(true);
  });
});
