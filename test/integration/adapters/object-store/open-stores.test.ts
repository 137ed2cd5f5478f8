import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MistakeError, TransientError } from '../../../../src/core/model/errors.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import { openHostBackups } from '../../../../src/main/open-store.ts';
import { type Fault, type FaultyProxy, startFaultyProxy } from '../../../support/faulty-proxy.ts';
import { hasS3Server, type S3Server, startS3Server } from '../../../support/s3-server.ts';
import { failureOf, textOf } from './s3-rig.ts';
import { createStoreRig, imageKey, type StoreRigOptions } from './store-rig.ts';

const AWAY: Fault = { kind: 'answer', status: 507, body: '' };
const DENIED: Fault = { kind: 'answer', status: 403, body: '<Error><Code>AccessDenied</Code></Error>' };
const image = (text: string) => [imageKey(text), Buffer.from(text)] as const;

describe.skipIf(!hasS3Server)('the stores of a host with S3', () => {
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
  const rigOf = (store: NonNullable<StoreRigOptions['store']> = {}) =>
    createStoreRig({ endpoint: proxy.endpoint, server, store });
  const setAway = (fault: Fault = AWAY) => proxy.setFault(() => fault);

  describe('for backups, holding', () => {
    it('have an object when this host and the bucket have it, below the host’s name', async () => {
      const rig = rigOf();
      const { backups } = rig.open();
      expect(await backups.has(imageKey('one'))).toBe(false);
      await backups.put(...image('one'));
      expect(await backups.has(imageKey('one'))).toBe(true);
      expect(await rig.backups.list('')).toEqual([`frost/${imageKey('one')}`]);
      expect(readdirSync(join(rig.state, 'backups'))).toContain('objects');
    });

    it('take nothing while the store is away, and ask for it again afterwards', async () => {
      const rig = rigOf();
      const { backups, spool } = rig.open();
      await backups.put(...image('first'));
      setAway();
      expect(await failureOf(backups.put(...image('one')))).toBeInstanceOf(TransientError);
      expect(await failureOf(backups.has(imageKey('one')))).toBeInstanceOf(TransientError);
      expect(await failureOf(backups.list(''))).toBeInstanceOf(TransientError);
      expect(await failureOf(backups.delete(imageKey('first')))).toBeInstanceOf(TransientError);
      expect(spool.pending()).toBe(0);
      proxy.setFault(undefined);
      expect(await backups.has(imageKey('one'))).toBe(false);
      await backups.put(...image('one'));
      expect(await rig.backups.list('')).toHaveLength(2);
      expect(textOf(await backups.get(imageKey('first')))).toBe('first');
    });

    it('never keep files from being put back: what the store misses or denies is queued', async () => {
      const rig = rigOf();
      const { backups, undoBackups, spool } = rig.open();
      await backups.put(...image('first'));
      setAway(DENIED);
      await undoBackups.put(...image('one'));
      setAway();
      await undoBackups.put(...image('two'));
      expect(spool.pending()).toBe(2);
      expect(textOf(await undoBackups.get(imageKey('one')))).toBe('one');
      proxy.setFault(undefined);
      await backups.put(...image('two'));
      await backups.delete(imageKey('one'));
      expect(await spool.flush()).toEqual({ sent: 0, left: 0 });
      expect(rig.log).toEqual([]);
      expect(await rig.backups.list('')).toHaveLength(2);
    });

    it('get what a command without settings put on this host, from the agent', async () => {
      const rig = rigOf();
      const clock = { now: () => 1_700_000_000_000 };
      await openHostBackups(rig.state, clock).put(...image('before there was a store'));
      const { reports, spool } = rig.open();
      await reports.put('frost/status.json', Buffer.from('{}'));
      await openHostBackups(rig.state, clock).put(...image('one'));
      await spool.flush();
      expect(await rig.backups.list('')).toEqual([`frost/${imageKey('one')}`]);
    });

    it('are read on this host, where its copy is proven, without the store', async () => {
      const rig = rigOf();
      const { backups } = rig.open();
      await backups.put(...image('one'));
      await backups.put('runs/1.json', Buffer.from('{}'));
      setAway();
      expect(textOf(await backups.get(imageKey('one')))).toBe('one');
      expect(textOf(await backups.get('runs/1.json'))).toBe('{}');
      expect(proxy.requests()).toBe(0);
    });

    it('are read from the store when this host’s copy is damaged or gone', async () => {
      const rig = rigOf();
      await rig.open().backups.put(...image('one'));
      const path = join(rig.state, 'backups', imageKey('one'));
      writeFileSync(path, 'two');
      expect(textOf(await rig.open().backups.get(imageKey('one')))).toBe('one');
      rmSync(rig.state, { recursive: true });
      const { backups } = rig.open();
      expect(textOf(await backups.get(imageKey('one')))).toBe('one');
      expect(await backups.list('objects/')).toEqual([imageKey('one')]);
      expect(await backups.has(imageKey('one'))).toBe(false);
    });

    it('are deleted in both places', async () => {
      const rig = rigOf();
      const { backups } = rig.open();
      await backups.put(...image('one'));
      await backups.delete(imageKey('one'));
      expect(await rig.backups.list('')).toEqual([]);
      expect(await backups.get(imageKey('one'))).toBeUndefined();
    });

    it('leave the host encrypted where a key is given, and are bound to their place', async () => {
      const rig = rigOf({ encryptionKey: new Secret('a key of more than thirty-two characters') });
      const { backups, localBackups } = rig.open();
      await backups.put(...image('db-password: hunter2'));
      const key = imageKey('db-password: hunter2');
      const stored = Buffer.from((await rig.backups.get(`frost/${key}`)) ?? []);
      expect(stored.includes('hunter2')).toBe(false);
      await localBackups.delete(key);
      expect(textOf(await backups.get(key))).toBe('db-password: hunter2');
      await rig.backups.put('frost/runs/other.json', stored);
      expect(await failureOf(backups.get('runs/other.json'))).toMatchObject({
        message: expect.stringMatching(/changed after it was encrypted/),
      });
    });
  });

  describe('for backups, going on alone', () => {
    const local = () => rigOf({ whenAway: 'local' });

    it('hand over at once while the store is there', async () => {
      const rig = local();
      const { backups, spool } = rig.open();
      await backups.put(...image('one'));
      expect(spool.pending()).toBe(0);
      expect(await rig.backups.list('')).toHaveLength(1);
    });

    it('queue what the store misses, and ask it once and not once for each object', async () => {
      const rig = local();
      const { backups, spool } = rig.open();
      setAway({ kind: 'hang-up' });
      for (const text of ['one', 'two', 'three']) await backups.put(...image(text));
      expect(proxy.requests()).toBe(3);
      expect(await backups.has(imageKey('two'))).toBe(true);
      expect(spool.pending()).toBe(3);
      expect(textOf(await backups.get(imageKey('two')))).toBe('two');
    });

    it('hand over everything later, in another process as well', async () => {
      const rig = local();
      const first = rig.open();
      setAway();
      for (const text of ['one', 'two', 'three']) await first.backups.put(...image(text));
      await first.reports.put('frost/status.json', Buffer.from('{}'));
      expect(await first.spool.flush()).toEqual({ sent: 0, left: 4 });
      expect(await first.spool.flush()).toEqual({ sent: 0, left: 4 });
      expect(rig.log).toEqual([
        { level: 'warn', message: expect.stringMatching(/stays on this host/), error: expect.any(String) },
      ]);
      proxy.setFault(undefined);
      const second = rig.open();
      expect(second.spool.pending()).toBe(4);
      expect(await second.spool.flush()).toEqual({ sent: 4, left: 0 });
      expect(await rig.backups.list('')).toHaveLength(3);
      expect(textOf(await rig.reports.get('frost/status.json'))).toBe('{}');
      expect(await first.spool.flush()).toEqual({ sent: 0, left: 0 });
      expect(rig.log.at(-1)).toMatchObject({ level: 'info', message: 'the store takes what waited' });
    });

    it('lose nothing when the store fails in the middle of a round', async () => {
      const rig = local();
      const { backups, spool } = rig.open();
      setAway();
      const texts = Array.from({ length: 9 }, (_, index) => `image ${index}`);
      for (const text of texts) await backups.put(...image(text));
      for (const kind of ['torn-request', 'hang-up', 'torn-answer'] as const) {
        proxy.setFault((_request, count) => (count > 5 ? { kind } : undefined));
        const { sent } = await spool.flush();
        expect(sent).toBeGreaterThan(0);
      }
      expect(spool.pending()).toBeGreaterThan(0);
      proxy.setFault(undefined);
      expect(await spool.flush()).toMatchObject({ left: 0 });
      for (const text of texts) expect(textOf(await rig.backups.get(`frost/${imageKey(text)}`))).toBe(text);
    });

    it('do not go on without a store that denies: that is no absence', async () => {
      const rig = local();
      const { backups, spool } = rig.open();
      await backups.put(...image('first'));
      setAway(DENIED);
      expect(await failureOf(backups.put(...image('one')))).toBeInstanceOf(MistakeError);
      expect(spool.pending()).toBe(0);
    });

    it('do not hand over a copy that was damaged while it waited, and say so', async () => {
      const rig = local();
      const { backups, spool } = rig.open();
      setAway();
      await backups.put(...image('one'));
      proxy.setFault(undefined);
      writeFileSync(join(rig.state, 'backups', imageKey('one')), 'two');
      await spool.flush();
      expect(await rig.backups.list('')).toEqual([]);
      expect(rig.log).toContainEqual(
        expect.objectContaining({ level: 'error', message: expect.stringMatching(/backup was lost/) }),
      );
    });
  });

  describe('for reports', () => {
    it('never ask the store when they write, and hand over the newest of what was written often', async () => {
      const rig = rigOf();
      const { reports, spool } = rig.open();
      setAway({ kind: 'silence' });
      for (const text of ['1', '2', '3']) await reports.put('frost/status.json', Buffer.from(text));
      await reports.put('frost/passes/1.json', Buffer.from('pass'));
      await reports.delete('frost/passes/1.json');
      expect(proxy.requests()).toBe(0);
      expect(spool.pending()).toBe(2);
      expect(textOf(await reports.get('frost/status.json'))).toBe('3');
      expect(await reports.get('frost/passes/1.json')).toBeUndefined();
      proxy.setFault(undefined);
      await spool.flush();
      expect(await rig.reports.list('')).toEqual(['frost/status.json']);
      expect(textOf(await rig.reports.get('frost/status.json'))).toBe('3');
    });

    it('are not forgotten when they are written again while they are handed over', async () => {
      const rig = rigOf();
      const { reports, spool } = rig.open();
      await reports.put('frost/status.json', Buffer.from('1'));
      let written: Promise<void> | undefined;
      proxy.setFault(() => {
        written ??= reports.put('frost/status.json', Buffer.from('2'));
        return undefined;
      });
      await spool.flush();
      await written;
      await spool.flush();
      expect(textOf(await rig.reports.get('frost/status.json'))).toBe('2');
      expect(spool.pending()).toBe(0);
    });

    it('of other hosts come from the store, own ones from here even while it is away', async () => {
      const rig = rigOf();
      const { reports } = rig.open();
      await rig.reports.put('other/status.json', Buffer.from('theirs'));
      await rig.reports.put('frost/passes/0.json', Buffer.from('before the disk was replaced'));
      await reports.put('frost/passes/1.json', Buffer.from('mine'));
      expect(textOf(await reports.get('other/status.json'))).toBe('theirs');
      expect(await reports.list('frost/passes/')).toEqual(['frost/passes/0.json', 'frost/passes/1.json']);
      expect(await reports.list('other/')).toEqual(['other/status.json']);
      setAway();
      expect(await reports.list('frost/passes/')).toEqual(['frost/passes/1.json']);
      expect(await failureOf(reports.list('other/'))).toBeInstanceOf(TransientError);
      expect(await failureOf(reports.get('other/status.json'))).toBeInstanceOf(TransientError);
    });

    it('that are deleted while the store is away are gone for good', async () => {
      const rig = rigOf();
      const { reports, spool } = rig.open();
      await reports.put('frost/passes/1.json', Buffer.from('1'));
      await spool.flush();
      setAway();
      await reports.delete('frost/passes/1.json');
      proxy.setFault(undefined);
      expect(await reports.get('frost/passes/1.json')).toBeUndefined();
      expect(await reports.has('frost/passes/1.json')).toBe(false);
      expect(await reports.list('frost/')).toEqual([]);
      await spool.flush();
      expect(await rig.reports.list('')).toEqual([]);
    });

    it('one of which is refused does not keep the others back', async () => {
      const rig = rigOf();
      const { reports, spool } = rig.open();
      for (const name of ['a', 'b', 'c']) await reports.put(`frost/${name}`, Buffer.from(name));
      proxy.setFault((request) => (request.url?.endsWith('/b') ? DENIED : undefined));
      expect(await spool.flush()).toEqual({ sent: 2, left: 1 });
      expect(rig.log).toContainEqual(
        expect.objectContaining({ message: 'an object could not be handed over to the store' }),
      );
      proxy.setFault(undefined);
      expect(await spool.flush()).toEqual({ sent: 1, left: 0 });
    });
  });

  it('never tell a key in what they log or throw', async () => {
    const rig = rigOf({
      accessKey: new Secret('CANARYACCESS'),
      secretKey: new Secret('CANARYSECRET'),
      encryptionKey: new Secret('CANARYENCRYPTION-of-32-characters'),
      whenAway: 'local',
    });
    const { backups, reports, spool } = rig.open();
    const failures: unknown[] = [];
    for (const fault of [undefined, AWAY, DENIED, AWAY]) {
      proxy.setFault(() => fault);
      await reports.put('frost/status.json', Buffer.from('{}'));
      failures.push(await backups.put(...image('one')).catch((error: unknown) => error));
      failures.push(await backups.list('').catch((error: unknown) => error));
      await spool.flush();
    }
    expect(failures.filter((failure) => failure instanceof Error).length).toBeGreaterThan(4);
    expect(rig.log.length).toBeGreaterThan(1);
    expect(inspect([failures, rig.log], { depth: 9, showHidden: true })).not.toMatch(/CANARY/);
  });
});
