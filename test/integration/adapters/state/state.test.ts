import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openState, type State } from '../../../../src/adapters/state/index.ts';
import type { AppliedRecord, Fingerprint } from '../../../../src/core/model/applied-record.ts';
import { MistakeError, StuckError } from '../../../../src/core/model/errors.ts';
import { type InstancePath, instanceIdOf } from '../../../../src/core/model/instance.ts';
import type { HistoryEntry, InstanceObservation, JournalEntry } from '../../../../src/ports/state-store.ts';
import { asNobody, isRoot, temporaryFolder } from '../temporary-folder.ts';
import { killChild, startChild } from './child-program.ts';

const TOW = instanceIdOf('host-a', 'TOW01');
const DEV = instanceIdOf('host-a', 'DEV01');
const CONFIG = 'plugins/CMI/config.yml' as InstancePath;
const LANG = 'plugins/CMI/lang.yml' as InstancePath;

async function opened(dir: string): Promise<State> {
  const state = await openState(dir);
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await state.close();
    isOpen = false;
  };
  onTestFinished(close);
  return { ...state, close };
}

function record(revision: string, keys: Readonly<Record<string, string>>): AppliedRecord {
  const fingerprints = Object.entries(keys).map(
    ([key, digit]) => [key, digit.repeat(32) as Fingerprint] as const,
  );
  return { revision, at: 1_700_000_000_123, keys: new Map(fingerprints) };
}

function journalEntry(id: string, step: JournalEntry['step']): JournalEntry {
  const file = {
    path: CONFIG,
    before: 'absent',
    after: 'a'.repeat(64),
    temporaryName: '.t',
    mode: 420,
    uid: 1,
    gid: 2,
  };
  return { id, step, instance: TOW, root: '/srv/r', startedAt: 7, files: [file], payload: '{"a":1}' };
}

function historyEntry(id: string): HistoryEntry {
  return {
    id,
    at: 3,
    kind: 'apply',
    instance: TOW,
    revision: 'r',
    planId: 'p',
    outcome: 'applied',
    of: undefined,
    files: [],
    keys: 2,
    message: '',
    payload: '{}',
  };
}

/** Overwrites one stored value from outside. */
async function damage(dir: string, table: string, key: string): Promise<void> {
  const root = open({ path: join(dir, 'state.mdb'), noSubdir: true, overlappingSync: false, maxDbs: 12 });
  const store = root.openDB<Buffer, string>({ name: table, encoding: 'binary' });
  const bytes = Buffer.from(store.getBinary(key) ?? Buffer.alloc(30));
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
  store.putSync(key, bytes);
  await root.close();
}

describe('applied records', () => {
  it('are given back after a restart, file by file, odd key names included', async () => {
    const dir = temporaryFolder();
    const first = await opened(dir);
    const odd = record('r1', { 'a.b': '1', __proto__x: '2', 'with\0nul': '3', ключ: '4', '': '5' });
    first.applied.put(
      TOW,
      new Map([
        [CONFIG, odd],
        [LANG, record('r1', { x: '6' })],
      ]),
    );
    first.applied.put(TOW, new Map([[LANG, record('r2', { x: '7' })]]));
    await first.close();
    const records = (await opened(dir)).applied.get(TOW);
    expect([...records.keys()]).toEqual([CONFIG, LANG]);
    expect(records.get(CONFIG)?.keys).toEqual(odd.keys);
    expect(records.get(LANG)).toMatchObject({ revision: 'r2', at: 1_700_000_000_123 });
    expect(records.get(LANG)?.keys).toEqual(record('', { x: '7' }).keys);
  });

  it('are forgotten one by one, and other instances keep theirs', async () => {
    const { applied } = await opened(temporaryFolder());
    applied.put(
      TOW,
      new Map([
        [CONFIG, record('r1', { x: '1' })],
        [LANG, record('r1', { x: '1' })],
      ]),
    );
    applied.put(DEV, new Map([[CONFIG, record('r1', { x: '2' })]]));
    applied.put(TOW, new Map([[CONFIG, undefined]]));
    expect([...applied.get(TOW).keys()]).toEqual([LANG]);
    expect(applied.get(DEV).get(CONFIG)?.keys.get('x')).toBe('2'.repeat(32));
    applied.put(TOW, new Map([[LANG, undefined]]));
    expect(applied.get(TOW).size).toBe(0);
  });

  it('stop the work when they are damaged, naming the file', async () => {
    const dir = temporaryFolder();
    const first = await opened(dir);
    first.applied.put(TOW, new Map([[CONFIG, record('r1', { x: '1' })]]));
    await first.close();
    await damage(dir, 'applied', TOW);
    const { applied } = await opened(dir);
    expect(() => applied.get(TOW)).toThrow(StuckError);
    expect(() => applied.get(TOW)).toThrow(/state\.mdb/);
  });
});

describe('the observation cache', () => {
  const observation: InstanceObservation = {
    renderKey: 'k',
    ownedKeys: 12,
    complete: true,
    clean: new Map([[CONFIG, '1:2:3:4:5']]),
  };

  it('answers at once, and after a restart', async () => {
    const dir = temporaryFolder();
    const first = await opened(dir);
    const roster = {
      renderKey: 'k',
      host: 'host-a',
      instances: [
        {
          id: TOW,
          host: 'host-a',
          name: 'TOW01',
          platform: 'paper' as const,
          managed: true,
          stage: undefined,
          groups: ['g'],
          aliases: [],
        },
      ],
      suspensions: [
        { scope: { kind: 'fleet' as const }, by: 'fleet.yaml:9', reason: 'Tournament', until: undefined },
        { scope: { kind: 'plugin' as const, name: 'CMI' }, by: 'fleet.yaml:10', reason: 'Mending', until: 7 },
      ],
    };
    first.observations.put(TOW, observation);
    first.observations.putRoster(roster);
    expect(first.observations.get(TOW)).toEqual(observation);
    await first.close();
    const second = await opened(dir);
    expect(second.observations.get(TOW)).toEqual(observation);
    expect(second.observations.getRoster()).toEqual(roster);
    second.observations.put(TOW, undefined);
    expect(second.observations.get(TOW)).toBeUndefined();
  });

  it('takes a damaged value for none', async () => {
    const dir = temporaryFolder();
    const first = await opened(dir);
    first.observations.put(TOW, observation);
    await first.close();
    await damage(dir, 'observations', TOW);
    await damage(dir, 'observations', 'roster');
    const second = await opened(dir);
    expect(second.observations.get(TOW)).toBeUndefined();
    expect(second.observations.getRoster()).toBeUndefined();
  });
});

describe('journal and history', () => {
  it('keep entries across a restart until they are removed', async () => {
    const dir = temporaryFolder();
    const first = await opened(dir);
    first.journal.write(journalEntry('a', 'staging'));
    first.journal.write(journalEntry('b', 'staging'));
    first.journal.write(journalEntry('a', 'committing'));
    await first.close();
    const { journal } = await opened(dir);
    expect(journal.unfinished()).toEqual([journalEntry('a', 'committing'), journalEntry('b', 'staging')]);
    journal.remove('a');
    journal.remove('a');
    expect(journal.unfinished().map(({ id }) => id)).toEqual(['b']);
  });

  it('list what was done, newest first, up to a limit', async () => {
    const { history } = await opened(temporaryFolder());
    for (const id of ['2', '1', '3']) history.append(historyEntry(id));
    expect(history.list(2).map(({ id }) => id)).toEqual(['3', '2']);
    expect(history.get('1')).toEqual(historyEntry('1'));
    expect(history.get('4')).toBeUndefined();
  });

  it('stop the work when an entry is damaged', async () => {
    const dir = temporaryFolder();
    const first = await opened(dir);
    first.journal.write(journalEntry('a', 'staging'));
    first.history.append(historyEntry('1'));
    await first.close();
    await damage(dir, 'journal', 'a');
    await damage(dir, 'history', '1');
    const { journal, history } = await opened(dir);
    expect(() => journal.unfinished()).toThrow(StuckError);
    expect(() => history.list(5)).toThrow(StuckError);
  });

  it('survive the sudden death of the process that wrote them', async () => {
    const dir = temporaryFolder();
    await killChild(await startChild(dir));
    const state = await opened(dir);
    expect(state.journal.unfinished()).toMatchObject([{ id: 'one', step: 'committing' }]);
    expect(state.applied.get(TOW).get(CONFIG)?.keys.get('a.b')).toBe('ab'.repeat(16));
  });
});

describe('fingerprints', () => {
  it('depend on the text and on the host, and stay the same after a restart', async () => {
    const dir = temporaryFolder();
    const first = await opened(dir);
    const long = 'x'.repeat(1000);
    const made = [first.fingerprints.of('a'), first.fingerprints.of('a'), first.fingerprints.of(long)];
    const other = await opened(temporaryFolder());
    expect(made[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(made[1]).toBe(made[0]);
    expect(first.fingerprints.of('b')).not.toBe(made[0]);
    expect(other.fingerprints.of('a')).not.toBe(made[0]);
    await first.close();
    const second = await opened(dir);
    expect([second.fingerprints.of('a'), second.fingerprints.of(long)]).toEqual([made[0], made[2]]);
  });

  it('use a key that only the owner may read, and say when it is damaged', async () => {
    const dir = join(temporaryFolder(), 'state');
    await (await opened(dir)).close();
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dir, 'host.key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dir, 'host.key'))).toHaveLength(32);
    writeFileSync(join(dir, 'host.key'), 'short');
    await expect(openState(dir)).rejects.toThrow(StuckError);
  });
});

describe('a state folder that can not be used', () => {
  it('is refused when a newer homeamp wrote it', async () => {
    const dir = temporaryFolder();
    await (await opened(dir)).close();
    const root = open({
      path: join(dir, 'state.mdb'),
      noSubdir: true,
      overlappingSync: false,
      maxDbs: 12,
      encoding: 'binary',
    });
    root.putSync('format', Buffer.from('2'));
    await root.close();
    await expect(openState(dir)).rejects.toThrow(MistakeError);
  });

  it('is told as damaged when the database is not one', async () => {
    const dir = temporaryFolder();
    for (const content of ['not a database'.repeat(1000), 'short', '\0'.repeat(9000)]) {
      writeFileSync(join(dir, 'state.mdb'), content);
      await expect(openState(dir)).rejects.toThrow(StuckError);
    }
    writeFileSync(join(dir, 'state.mdb'), '');
    expect((await opened(dir)).journal.unfinished()).toEqual([]);
  });

  it('is refused when it is a file', async () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, '');
    await expect(openState(path)).rejects.toThrow(MistakeError);
  });

  it.skipIf(!isRoot)('says who should run homeamp when it may not be read', async () => {
    const parent = temporaryFolder();
    chmodSync(parent, 0o755);
    const dir = join(parent, 'state');
    await (await opened(dir)).close();
    await expect(asNobody(() => openState(dir))).rejects.toThrow(MistakeError);
  });

  it.skipIf(!isRoot)('can be read, but not written, when its file system is read-only', async (context) => {
    const dir = temporaryFolder();
    const first = await opened(dir);
    first.journal.write(journalEntry('a', 'staging'));
    await first.close();
    const mount = (options: readonly string[]): boolean => spawnSync('mount', [...options, dir]).status === 0;
    if (!mount(['--bind', dir]) || !mount(['-o', 'remount,bind,ro'])) {
      return context.skip('a read-only file system can not be mounted here');
    }
    onTestFinished(() => void spawnSync('umount', ['-l', dir]));
    const state = await opened(dir);
    expect(state.writable).toBe(false);
    expect(state.journal.unfinished()).toHaveLength(1);
    expect(() => state.journal.remove('a')).toThrow(MistakeError);
    state.observations.put(TOW, undefined);
    await state.close();
  });
});
