import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createPrefixedObjectStore,
  createS3ObjectStore,
  createUnsealedObjectStore,
} from '../../src/adapters/object-store/index.ts';
import { imageKey, setKey } from '../../src/core/backups/backup-key.ts';
import { Secret } from '../../src/core/model/secret.ts';
import type { ObjectStore } from '../../src/ports/object-store.ts';
import { must } from '../docs/hub-world.ts';
import { allFiles, createLostHost, type LostHost, managedFiles, remakeInstances } from '../docs/lost-host.ts';
import { readDocument, stepsOf } from '../docs/read-document.ts';
import { hasS3Server } from '../support/s3-server.ts';

const RUNBOOK = 'docs/runbooks/restore-a-host.md';
const TRUST = `--trust-key "$(grep frost: desired-state/fleet.yaml | grep -o 'ed25519:[^"]*')"`;

describe('a host whose disk died', () => {
  it.skipIf(!hasS3Server)(
    'takes nothing from its store that somebody tampered with, and is back to the byte by the runbook',
    { timeout: 300_000 },
    async () => {
      const host = await createLostHost();
      const store = storeOf(host);
      await takesNothingUnsigned(host);
      await looksPastPlantedSnapshots(host, store);
      await refusesTamperedSets(host, store);
      rmSync(host.state, { recursive: true });
      rmSync(host.live(''), { recursive: true });
      await followsTheRunbook(host);
    },
  );
});

async function takesNothingUnsigned(host: LostHost): Promise<void> {
  remakeInstances(host);
  expect(await host.run('homeamp backups restore latest --yes')).toMatchObject({
    code: 2,
    output: expect.stringContaining(host.oldKey),
  });
  const out = await host.run('homeamp backups restore latest --instance SMP01 --to ~/out');
  expect(out).toMatchObject({ code: 0, output: expect.stringContaining('not signed by this host') });
  const path = 'plugins/Essentials/config.yml';
  const taken = readFileSync(join(host.home, 'out/SMP01', path), 'latin1');
  expect(taken).toBe(host.before[`SMP01/Minecraft/${path}`]?.bytes);
  expect(existsSync(host.live(`SMP01/Minecraft/${path}`))).toBe(false);
}

async function looksPastPlantedSnapshots(host: LostHost, store: ObjectStore): Promise<void> {
  const { key, text } = await newestSnapshot(store);
  const planted = '20991231-235959-999-ffffff';
  const content = JSON.parse(unsigned(text));
  const moved = `${JSON.stringify({ ...content, id: planted, at: 4_102_444_799_999 }, undefined, 2)}\n`;
  await store.put(setKey('snapshots', planted), Buffer.from(moved));
  const shown = JSON.parse(await must(host, `homeamp backups show latest --json ${TRUST}`));
  expect(shown.sets).toHaveLength(3);
  expect(shown.sets).toContainEqual(expect.objectContaining({ id: idOf(key), trust: 'verified' }));
  expect((await host.run(`homeamp backups verify ${TRUST}`)).code).toBe(1);
  await store.delete(setKey('snapshots', planted));
}

async function refusesTamperedSets(host: LostHost, store: ObjectStore): Promise<void> {
  const { key, text } = await newestSnapshot(store);
  const restore = `homeamp backups restore ${idOf(key)} --yes ${TRUST}`;
  const climbing = (path: string) => text.replace('server.properties', path);
  const tries: readonly (readonly [string, string, number, RegExp])[] = [
    ['a changed path', climbing('ops.json'), 3, /changed after it was signed/],
    ['a path that climbs', climbing('../../../x'), 3, /changed after it was signed/],
    ['a path that climbs, unsigned', unsigned(climbing('../x')), 3, /path is not as it must be/],
    ['no signature', unsigned(text), 2, /is not signed/],
    ['another host', unsigned(text.replaceAll('frost', 'ember')), 3, /is of the host ember/],
    ['a huge one', 'x'.repeat(9_000_000), 3, /larger than any manifest/],
  ];
  for (const [what, changed, code, message] of tries) {
    await replace(store, key, Buffer.from(changed));
    const ran = await host.run(restore);
    expect(ran.code, `${what}: ${ran.output}`).toBe(code);
    expect(ran.output, what).toMatch(message);
  }
  expect((await host.run(`homeamp backups verify ${TRUST}`)).code).toBe(1);
  await replace(store, key, Buffer.from(text));
  await refusesLostImages(host, store, { restore, text });
}

async function refusesLostImages(
  host: LostHost,
  store: ObjectStore,
  { restore, text }: { readonly restore: string; readonly text: string },
): Promise<void> {
  const image = imageKey(JSON.parse(text).files[0].after.sha256);
  const bytes = Buffer.from((await store.get(image)) ?? []);
  const refused = { code: 3, output: expect.stringContaining('is missing or damaged in every place') };
  await store.delete(image);
  expect(await host.run(restore)).toMatchObject(refused);
  await store.put(image, Buffer.from('not the bytes of this digest'));
  expect(await host.run(restore)).toMatchObject(refused);
  expect(allFiles(host).filter((path) => /\.(?:yml|properties|json)$/.test(path))).toEqual([]);
  await replace(store, image, bytes);
}

async function followsTheRunbook(host: LostHost): Promise<void> {
  remakeInstances(host);
  const commands = stepsOf(readDocument(RUNBOOK)).flatMap((step) => (step.kind === 'command' ? [step] : []));
  expect(commands.length).toBeGreaterThan(6);
  for (const { command, exit } of commands) {
    const { code, output } = await host.run(command);
    expect(code, `${command}\n${output}`).toBe(exit);
  }
  expect(managedFiles(host)).toEqual(host.before);
  expect(allFiles(host).filter((path) => path.includes('.homeamp'))).toEqual([]);
  expect(await host.run('homeamp plan')).toMatchObject({
    code: 0,
    output: expect.stringContaining('Nothing differs on 3 instances.'),
  });
}

/** The host's part of the bucket, as whoever has the keys of the store sees it. */
function storeOf({ home, store: { endpoint } }: LostHost): ObjectStore {
  const secret = (name: string) => new Secret(readFileSync(join(home, '../settings', name), 'utf8').trim());
  const bucket = createS3ObjectStore({
    endpoint,
    region: 'us-east-1',
    bucket: 'homeamp-backups',
    accessKey: secret('s3.access'),
    secretKey: secret('s3.secret'),
  });
  return createPrefixedObjectStore(createUnsealedObjectStore(bucket), 'frost');
}

async function newestSnapshot(store: ObjectStore): Promise<{ readonly key: string; readonly text: string }> {
  const key = (await store.list('snapshots/')).at(-1) ?? '';
  return { key, text: Buffer.from((await store.get(key)) ?? []).toString() };
}

const idOf = (key: string) => key.slice('snapshots/'.length, -'.json'.length);

async function replace(store: ObjectStore, key: string, bytes: Uint8Array): Promise<void> {
  await store.delete(key);
  await store.put(key, bytes);
}

function unsigned(text: string): string {
  const { signature: _, ...content } = JSON.parse(text);
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
