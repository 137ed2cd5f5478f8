import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createAvailability,
  createBackupStore,
  createLocalObjectStore,
  createSpoolQueue,
} from '../../../src/adapters/object-store/index.ts';
import { TransientError } from '../../../src/core/model/errors.ts';
import { remakeLostSnapshots } from '../../../src/engine/backups/remake-lost-snapshots.ts';
import { snapshotInstance } from '../../../src/engine/backups/snapshot-instance.ts';
import { readSnapshotNote } from '../../../src/engine/backups/snapshot-note.ts';
import { at, createHostRig, type HostRig } from '../../support/host-rig.ts';

let rig: HostRig;
const dirs: string[] = [];
afterEach(async () => {
  await rig.dispose();
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'homeamp-store-'));
  dirs.push(dir);
  return dir;
}

/** A host with one snapshot on its own disk, and a store that it gets afterwards. */
async function snapshottedHost() {
  rig = await createHostRig({ 'server.properties': 'motd=Hello\n' });
  const local = createLocalObjectStore(newDir());
  const remote = createLocalObjectStore(newDir());
  const place = { instance: rig.instance.id, root: rig.root, paths: [at('server.properties')] };
  const clock = { now: () => Date.now() + 60_000 };
  await snapshotInstance({ ...rig.host, clock, backups: local }, place);
  const availability = createAvailability(() => performance.now());
  const queue = createSpoolQueue(newDir(), () => Date.now());
  const backups = createBackupStore({ local, remote, queue, availability, goesOn: 'never' });
  return { remote, look: () => snapshotInstance({ ...rig.host, clock, backups }, place) };
}

describe('a store that lacks an instance’s newest snapshot', () => {
  it('gets a whole one, though no file moves', async () => {
    const { remote, look } = await snapshottedHost();
    expect(await look()).toBeUndefined();
    await remakeLostSnapshots(rig.host.notes, remote);
    const id = await look();
    expect(await remote.list('snapshots/')).toEqual([`snapshots/${id}.json`]);
    expect(await remote.list('objects/')).toHaveLength(1);
  });

  it('gets no second one', async () => {
    const { remote, look } = await snapshottedHost();
    await remakeLostSnapshots(rig.host.notes, remote);
    await look();
    await remakeLostSnapshots(rig.host.notes, remote);
    expect(await look()).toBeUndefined();
  });

  it('is asked another time when it is away', async () => {
    await snapshottedHost();
    const away = { list: () => Promise.reject(new TransientError('away', 'wait')) };
    await remakeLostSnapshots(rig.host.notes, away);
    expect(readSnapshotNote(rig.host.notes, rig.instance.id)).toBeDefined();
  });
});
