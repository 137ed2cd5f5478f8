import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { TransientError } from '../../../src/core/model/errors.ts';
import type { HostWriters } from '../../../src/engine/apply/host-writers.ts';
import { readSet, type SetReading } from '../../../src/engine/backups/read-set.ts';
import { snapshotInstance } from '../../../src/engine/backups/snapshot-instance.ts';
import { snapshotInstances } from '../../../src/engine/backups/snapshot-instances.ts';
import { readSnapshotNote } from '../../../src/engine/backups/snapshot-note.ts';
import { at, createHostRig, type HostRig } from '../../support/host-rig.ts';

let rig: HostRig;
afterEach(() => rig.dispose());

const FILES = { 'server.properties': 'motd=Hello\n', 'plugins/CMI/config.yml': 'a: 1\n' };
const PATHS = ['plugins/CMI/config.yml', 'plugins/CMI/later.yml', 'server.properties'].map(at);

/** A time after everything was written, so that identities count. */
const later = { now: () => Date.now() + 60_000 };

async function newRig() {
  rig = await createHostRig(FILES);
  const read: string[] = [];
  const host: HostWriters = {
    ...rig.host,
    clock: later,
    files: {
      ...rig.host.files,
      read: (root, path) => {
        read.push(path);
        return rig.host.files.read(root, path);
      },
    },
  };
  const place = { instance: rig.instance.id, root: rig.root, paths: PATHS };
  return { host, place, read, snapshot: () => snapshotInstance(host, place) };
}

async function manifestOf(id: string | undefined) {
  const { signer, backups } = rig.host;
  const reader = { backups, signer, trusted: new Set([signer.publicKey]), host: 'hetzner-xeon' };
  const reading: SetReading = await readSet(reader, { of: 'snapshots', id: id ?? '' });
  if (reading.kind !== 'read') throw new Error(reading.kind);
  expect(reading.trust).toBe('verified');
  return reading.manifest;
}

describe('a snapshot', () => {
  it('holds all managed files that are there, and is made once while nothing moves', async () => {
    const { snapshot, read } = await newRig();
    chmodSync(join(rig.root, 'server.properties'), 0o640);
    const manifest = await manifestOf(await snapshot());
    expect(manifest.files.map(({ path, after }) => [path, after?.mode, after?.size])).toEqual([
      ['plugins/CMI/config.yml', 0o644, 5],
      ['server.properties', 0o640, 11],
    ]);
    read.length = 0;
    expect(await snapshot()).toBeUndefined();
    expect(read).toEqual([]);
  });

  it('reads the files that moved alone, and keeps a new set when one is another', async () => {
    const { snapshot, read } = await newRig();
    const first = await snapshot();
    read.length = 0;
    writeFileSync(join(rig.root, 'plugins/CMI/config.yml'), 'a: 2\n');
    const second = await snapshot();
    expect(read.filter((path) => path !== 'plugins/CMI/later.yml')).toEqual(['plugins/CMI/config.yml']);
    expect(second).not.toBe(first);
    expect((await manifestOf(second)).files).toHaveLength(2);
    expect(await snapshot()).toBeUndefined();
  });

  it('is not made again for a file that was touched and is the same', async () => {
    const { snapshot } = await newRig();
    await snapshot();
    utimesSync(join(rig.root, 'server.properties'), 1, 1);
    expect(await snapshot()).toBeUndefined();
    chmodSync(join(rig.root, 'server.properties'), 0o600);
    expect(await snapshot()).toBeDefined();
  });

  it('takes in a file that appears and lets go one that vanishes', async () => {
    const { snapshot } = await newRig();
    await snapshot();
    writeFileSync(join(rig.root, 'plugins/CMI/later.yml'), 'b: 1\n');
    expect((await manifestOf(await snapshot())).files).toHaveLength(3);
    rmSync(join(rig.root, 'server.properties'));
    const { files } = await manifestOf(await snapshot());
    expect(files.map(({ path }) => path)).toEqual(['plugins/CMI/config.yml', 'plugins/CMI/later.yml']);
  });

  it('says what it had to leave out', async () => {
    const { snapshot } = await newRig();
    symlinkSync('/etc/hostname', join(rig.root, 'plugins/CMI/later.yml'));
    const manifest = await manifestOf(await snapshot());
    expect(manifest.skipped).toEqual([{ path: 'plugins/CMI/later.yml', reason: expect.any(String) }]);
  });

  it('is never made of nothing: the last one stays the newest', async () => {
    const { snapshot } = await newRig();
    const first = await snapshot();
    for (const path of Object.keys(FILES)) rmSync(join(rig.root, path));
    expect(await snapshot()).toBeUndefined();
    expect(readSnapshotNote(rig.host.notes, rig.instance.id)?.id).toBe(first);
  });

  it('reads a file once more that moved within the grain of the clock', async () => {
    const { host, place, read } = await newRig();
    const now = { ...host, clock: { now: () => Date.now() } };
    await snapshotInstance(now, place);
    read.length = 0;
    expect(await snapshotInstance(host, place)).toBeUndefined();
    expect(read.filter((path) => path !== 'plugins/CMI/later.yml')).toHaveLength(2);
  });

  it('of one instance fails without the others, unless the store is away', async () => {
    const { host, place } = await newRig();
    const other = { ...place, instance: `${place.instance}2` as typeof place.instance };
    let calls = 0;
    const failing = (kind: 'away' | 'full') => ({
      ...host,
      backups: {
        ...host.backups,
        put: async (key: string, bytes: Uint8Array) => {
          calls += 1;
          if (kind === 'away') throw new TransientError('away', 'wait');
          return host.backups.put(key, bytes);
        },
      },
    });
    await expect(snapshotInstances(failing('away'), [place, other])).rejects.toThrow(TransientError);
    expect(calls).toBe(1);
    expect(await snapshotInstances(failing('full'), [place, other])).toBe(2);
  });

  it('that was cut off before its manifest is made at the next look', async () => {
    const { host, place } = await newRig();
    const { put } = host.backups;
    const dying = {
      ...host.backups,
      put: async (key: string, bytes: Uint8Array) => {
        if (key.startsWith('snapshots/')) throw new Error('killed');
        await put(key, bytes);
      },
    };
    await expect(snapshotInstance({ ...host, backups: dying }, place)).rejects.toThrow('killed');
    expect((await manifestOf(await snapshotInstance(host, place))).files).toHaveLength(2);
  });

  it('costs a steady look of 100 files under a twentieth of a second', async () => {
    const { host } = await newRig();
    const paths = Array.from({ length: 100 }, (_, index) => at(`plugins/P${index}/config.yml`));
    for (const path of paths) {
      mkdirSync(join(rig.root, path, '..'), { recursive: true });
      writeFileSync(join(rig.root, path), `key: ${path}\n`.repeat(50));
    }
    const place = { instance: rig.instance.id, root: rig.root, paths };
    const took = async () => {
      const begun = performance.now();
      await snapshotInstance(host, place);
      return performance.now() - begun;
    };
    const first = await took();
    const steady = Math.min(await took(), await took(), await took());
    process.stdout.write(`a snapshot of 100 files: ${first.toFixed(0)} ms, steady ${steady.toFixed(1)} ms\n`);
    expect(steady).toBeLessThan(50);
    expect(readdirSync(join(rig.dir, 'backups/snapshots'))).toHaveLength(1);
  });
});
