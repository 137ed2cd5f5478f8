import { join } from 'node:path';
import { open } from 'lmdb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAuditTrail } from '../../../../src/adapters/state/audit-trail.ts';
import { openDatabase } from '../../../../src/adapters/state/database.ts';
import { openState, type State } from '../../../../src/adapters/state/index.ts';
import { type AuditEntry, auditEvent } from '../../../../src/core/model/audit-event.ts';
import { MistakeError, StuckError } from '../../../../src/core/model/errors.ts';
import { instanceIdOf } from '../../../../src/core/model/instance.ts';
import type { HistoryEntry } from '../../../../src/ports/state-store.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { killChild, startChild } from './child-program.ts';

const TOW = instanceIdOf('alpha', 'TOW01');

async function opened(dir: string, actor?: string): Promise<State> {
  const state = await openState(dir, actor);
  let isOpen = true;
  const close = async () => {
    if (isOpen) await state.close();
    isOpen = false;
  };
  onTestFinished(close);
  return { ...state, close };
}

function run(id: string, more: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    id,
    at: 5,
    kind: 'apply',
    instance: TOW,
    revision: 'a1b2c3d4e5f6',
    planId: 'plan',
    outcome: 'applied',
    of: undefined,
    files: [],
    keys: 2,
    message: '',
    payload: '{"secret":"fingerprints"}',
    ...more,
  };
}

const reasons = (entries: readonly AuditEntry[]) => entries.map(({ reason }) => reason);

describe('the audit trail', () => {
  it('gives events back newest first, also after a restart and with a clock that was set back', async () => {
    const dir = temporaryFolder();
    const first = await opened(dir, 'alice');
    first.audit.append(auditEvent('suspended', { at: 2000, by: ['bob'], reason: 'one' }));
    first.audit.append(
      auditEvent('resumed', { at: 1000, reason: 'two', facts: { pulls: [1, 2], forced: true } }),
    );
    await first.close();
    const { audit } = await opened(dir, 'alice');
    expect(audit.list({ limit: 10 })).toMatchObject([
      { kind: 'resumed', by: ['alice'], reason: 'two', facts: { pulls: [1, 2], forced: true } },
      { kind: 'suspended', by: ['bob'], reason: 'one' },
    ]);
    expect(reasons(audit.list({ limit: 1 }))).toEqual(['two']);
    expect(reasons(audit.list({ limit: 5, order: 'oldest-first' }))).toEqual(['one', 'two']);
  });

  it('is paged by id without a gap or a double, whatever is asked for', async () => {
    const { audit, atOnce } = await opened(temporaryFolder());
    atOnce(() => {
      for (let number = 0; number < 1300; number += 1) {
        audit.append(
          auditEvent(number % 3 === 0 ? 'suspended' : 'resumed', { at: number, reason: `${number}` }),
        );
      }
    });
    const pages: string[] = [];
    let before: string | undefined;
    do {
      const page = audit.list({ limit: 100, before, kind: 'suspended' });
      pages.push(...reasons(page));
      before = page.at(-1)?.id;
    } while (before !== undefined);
    expect(pages).toEqual(Array.from({ length: 434 }, (_, index) => `${(433 - index) * 3}`));
    const [oldest] = audit.list({ limit: 1, order: 'oldest-first' });
    const rest = audit.list({ limit: 9999, order: 'oldest-first', after: oldest?.id });
    expect([rest.length, rest[0]?.reason]).toEqual([1299, '1']);
  });

  it('keeps the newest events alone', async () => {
    const database = await openDatabase(join(temporaryFolder(), 'state.mdb'), true);
    onTestFinished(() => database.close());
    const audit = createAuditTrail(database, { actor: 'homeamp', kept: 10 });
    for (let number = 1; number <= 25; number += 1) {
      audit.append(auditEvent('resumed', { at: 1, reason: `${number}` }));
    }
    const kept = reasons(audit.list({ limit: 100, order: 'oldest-first' }));
    expect(kept).toEqual(Array.from({ length: 10 }, (_, index) => `${index + 16}`));
  });

  it('takes an event and the deed together, or neither', async () => {
    const { audit, notes, atOnce } = await opened(temporaryFolder());
    expect(() =>
      atOnce(() => {
        audit.append(auditEvent('suspended', { at: 1 }));
        notes.put('deed', 'done');
        throw new Error('in between');
      }),
    ).toThrow('in between');
    expect([audit.list({ limit: 1 }), notes.get('deed')]).toEqual([[], undefined]);
  });

  it('is empty for somebody who may only read the state of an older homeamp', async () => {
    const dir = temporaryFolder();
    const path = join(dir, 'state.mdb');
    const root = open({ path, noSubdir: true, encoding: 'binary', overlappingSync: false, maxDbs: 12 });
    root.putSync('format', Buffer.from('1'));
    await root.close();
    const database = await openDatabase(path, false);
    onTestFinished(() => database.close());
    const audit = createAuditTrail(database, { actor: 'homeamp' });
    expect(audit.list({ limit: 1 })).toEqual([]);
    expect(() => audit.append(auditEvent('resumed', { at: 1 }))).toThrow(MistakeError);
  });

  it('says so when an event is damaged', async () => {
    const dir = temporaryFolder();
    const first = await opened(dir);
    first.audit.append(auditEvent('resumed', { at: 1 }));
    await first.close();
    const root = open({ path: join(dir, 'state.mdb'), noSubdir: true, overlappingSync: false, maxDbs: 12 });
    const store = root.openDB<Buffer, string>({ name: 'audit', encoding: 'binary' });
    const [id = ''] = [...store.getKeys()];
    store.putSync(id, Buffer.from(`${'\u0001'.repeat(30)}`));
    await root.close();
    const { audit } = await opened(dir);
    expect(() => audit.list({ limit: 1 })).toThrow(StuckError);
    audit.append(auditEvent('suspended', { at: 2 }));
    expect(audit.list({ limit: 1 })).toMatchObject([{ kind: 'suspended' }]);
  });
});

describe('the history and the audit trail', () => {
  it.each<[string, Partial<HistoryEntry>]>([
    ['run-applied', {}],
    ['run-failed', { outcome: 'rolled-back', message: 'read back other bytes' }],
    ['run-stuck', { outcome: 'stuck' }],
    ['run-rolled-back', { kind: 'rollback', of: 'before' }],
    ['run-taken-back', { kind: 'rollback', of: 'before', message: 'the server came down' }],
    ['run-restored', { kind: 'restore', of: 'set' }],
    ['run-recovered', { kind: 'recovery' }],
  ])('tell of one thing together: %s', async (kind, more) => {
    const { history, audit } = await opened(temporaryFolder(), 'alice');
    history.append(run('one', more));
    const [event] = audit.list({ limit: 2 });
    expect(event).toMatchObject({
      kind,
      at: 5,
      by: ['alice'],
      instance: TOW,
      commit: 'a1b2c3d4e5f6',
      reason: more.message ?? '',
      facts: { run: 'one', plan: 'plan', files: 0, keys: 2 },
    });
    expect(JSON.stringify(event)).not.toContain('fingerprints');
  });

  it('agree when the process is killed at any moment', async () => {
    const dir = temporaryFolder();
    for (let round = 0; round < 3; round += 1) {
      const child = await startChild(dir, 'audit-child.ts');
      await new Promise((resolve) => setTimeout(resolve, 5 * round));
      await killChild(child);
      const state = await opened(dir);
      const runs = state.history.list(1_000_000).map(({ id }) => id);
      const told = state.audit.list({ limit: 1_000_000 }).map(({ facts }) => facts['run']);
      expect(runs.length).toBeGreaterThanOrEqual(20);
      expect([...new Set(told)].sort()).toEqual(runs.toSorted());
      expect(state.audit.list({ limit: 1 })[0]?.by).toEqual(['child']);
      await state.close();
    }
  });

  it('number their events one after the other when two processes write at once', async () => {
    const dir = temporaryFolder();
    const child = await startChild(dir, 'audit-child.ts');
    const state = await opened(dir, 'parent');
    for (let number = 0; number < 30; number += 1) {
      state.audit.append(auditEvent('resumed', { at: 1, reason: `${number}` }));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await killChild(child);
    const numbers = state.audit.list({ limit: 1_000_000 }).map(({ id }) => Number(id.slice(0, 12)));
    expect(numbers).toEqual(Array.from(numbers, (_, index) => numbers.length - index));
    const own = state.audit.list({ limit: 100, by: 'parent', order: 'oldest-first' });
    expect(reasons(own)).toEqual(Array.from({ length: 30 }, (_, index) => `${index}`));
  });
});
