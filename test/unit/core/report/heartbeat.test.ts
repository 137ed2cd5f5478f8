import { describe, expect, it } from 'vitest';
import { type Heartbeat, parseHeartbeat } from '../../../../src/core/report/heartbeat.ts';
import { type HostLook, isOverdue, isWell } from '../../../../src/core/report/host-look.ts';

const HEARTBEAT: Heartbeat = {
  kind: 'heartbeat',
  host: 'alpha',
  version: '1.2.3-rc.1',
  at: 1000,
  nextBy: 2000,
  revision: 'a'.repeat(40),
  isOk: true,
  states: { InSync: 3, Drifted: 1 },
  report: 'alpha/passes/8199999999999-abcdef.json',
};

describe('a heartbeat', () => {
  it('is read as it was written', () => {
    expect(parseHeartbeat(JSON.stringify(HEARTBEAT), 'alpha')).toEqual(HEARTBEAT);
  });

  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['nothing', null],
    ['of another host', { ...HEARTBEAT, host: 'beta' }],
    ['another kind of document', { ...HEARTBEAT, kind: 'stage-words' }],
    ['with a version that could draw on a terminal', { ...HEARTBEAT, version: '\u001b[31m1' }],
    ['with an unknown state', { ...HEARTBEAT, states: { Perfect: 1 } }],
    ['with a state that is no count', { ...HEARTBEAT, states: { InSync: -1 } }],
    ['with a time beyond any calendar', { ...HEARTBEAT, at: 1e16 }],
    ['that promises the next for never', { ...HEARTBEAT, nextBy: 1000 + 86_400_001 }],
    ['that promises the next for before', { ...HEARTBEAT, nextBy: 999 }],
    ['with a revision that is none', { ...HEARTBEAT, revision: 'main' }],
    ['with a report that leads elsewhere', { ...HEARTBEAT, report: 'a b' }],
  ])('is none when it is %s', (_, told) => {
    const text = typeof told === 'string' ? told : JSON.stringify(told);
    expect(parseHeartbeat(text, 'alpha')).toBeUndefined();
  });

  it('is overdue after the time that it named, and never where it names none', () => {
    expect(isOverdue(HEARTBEAT, 2000)).toBe(false);
    expect(isOverdue(HEARTBEAT, 2001)).toBe(true);
    expect(isOverdue({ ...HEARTBEAT, nextBy: null }, 1e12)).toBe(false);
    expect(isOverdue(null, 0)).toBe(true);
  });
});

describe('a host', () => {
  const look: HostLook = {
    host: 'alpha',
    isSelf: false,
    heartbeat: HEARTBEAT,
    signature: 'verified',
    hasKey: true,
    isSilent: false,
  };

  it.each<[boolean, Partial<HostLook>]>([
    [true, {}],
    [true, { hasKey: false, signature: 'unsigned' }],
    [true, { hasKey: false, signature: 'unknown-key' }],
    [false, { signature: 'unsigned' }],
    [false, { signature: 'unknown-key' }],
    [false, { signature: 'forged', heartbeat: null, isSilent: true }],
    [false, { isSilent: true }],
  ])('is well: %s when it is %j', (expected, more) => {
    expect(isWell({ ...look, ...more })).toBe(expected);
  });
});
