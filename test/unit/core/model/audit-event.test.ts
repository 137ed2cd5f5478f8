import { describe, expect, it } from 'vitest';
import { type AuditQuery, auditEvent, isWanted } from '../../../../src/core/model/audit-event.ts';
import { instanceIdOf } from '../../../../src/core/model/instance.ts';

const COMMIT = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';

const event = auditEvent('run-applied', {
  at: 1000,
  by: ['Alice', 'bob'],
  instance: instanceIdOf('alpha', 'TOW01'),
  commit: COMMIT.slice(0, 12),
});

describe('what is wanted of an audit trail', () => {
  it.each<[string, Partial<AuditQuery>]>([
    ['everything', {}],
    ['its kind', { kind: 'run-applied' }],
    ['its time', { since: 1000 }],
    ['one of those who did it, in any case', { by: 'ALICE' }],
    ['its instance by name', { instances: ['DEV01', 'TOW01'] }],
    ['its instance by id', { instances: ['alpha/TOW01'] }],
    ['the beginning of its commit', { commit: 'a1b2c3d4' }],
    ['the whole commit, where it knows the beginning', { commit: COMMIT }],
    ['no instance in particular', { instances: [] }],
  ])('takes in an event by %s', (_, query) => {
    expect(isWanted(event, { limit: 1, ...query })).toBe(true);
  });

  it.each<[string, Partial<AuditQuery>]>([
    ['another kind', { kind: 'run-failed' }],
    ['a later time', { since: 1001 }],
    ['somebody else', { by: 'ali' }],
    ['another host’s instance of that name', { instances: ['beta/TOW01'] }],
    ['the end of a name', { instances: ['OW01'] }],
    ['another commit', { commit: 'b1b2c3d4' }],
    ['one thing that fits and one that does not', { by: 'bob', kind: 'resumed' }],
  ])('leaves it out by %s', (_, query) => {
    expect(isWanted(event, { limit: 1, ...query })).toBe(false);
  });

  it('finds nothing by instance or commit in an event that has none', () => {
    const bare = auditEvent('agent-started', { at: 1 });
    expect(isWanted(bare, { limit: 1, instances: ['TOW01'] })).toBe(false);
    expect(isWanted(bare, { limit: 1, commit: COMMIT })).toBe(false);
  });
});

describe('an event', () => {
  it('cuts a reason that is longer than a table shows', () => {
    const { reason } = auditEvent('suspended', { at: 1, reason: 'x'.repeat(10_000) });
    expect(reason).toHaveLength(500);
    expect(reason.endsWith('x…')).toBe(true);
  });
});
