import { describe, expect, it } from 'vitest';
import { type ActivationPolicy, CAREFUL_ACTIVATION } from '../../../../src/core/model/policy.ts';
import type { Moment } from '../../../../src/core/plan/decide-moment.ts';
import { clockText, liveWaitingText, waitingText } from '../../../../src/core/plan/waiting-text.ts';

const NOW = Date.UTC(2026, 0, 15, 12, 0, 0);
const HOUR = 3_600_000;
const WINDOW = { cron: '0 4 * * *', durationMillis: HOUR, timezone: 'Europe/Helsinki' };

type Why = Extract<Moment, { kind: 'wait' }>['why'];

function text(why: Why, latestAt?: number, policy: Partial<ActivationPolicy> = {}): string {
  return waitingText({
    moment: { kind: 'wait', why, latestAt },
    policy: { ...CAREFUL_ACTIVATION, ...policy },
    instance: 'TOW01',
    now: NOW,
  });
}

describe('what a server waits for', () => {
  it('is said with the latest time where there is one, by the clocks of the window', () => {
    expect(text('players')).toBe('waiting: players');
    expect(text('players', NOW + 4 * HOUR)).toBe('waiting: players, latest 16:00 UTC');
    expect(text('players', NOW + 4 * HOUR, { window: WINDOW })).toBe('waiting: players, latest 18:00');
    expect(text('window', NOW + 14 * HOUR, { window: WINDOW })).toBe(
      'waiting: window 0 4 * * *, latest 04:00',
    );
    expect(text('denied', NOW + HOUR)).toBe('waiting: no restarts at this time, latest 13:00 UTC');
  });

  it('says how few players are enough', () => {
    expect(text('players', undefined, { restart: { kind: 'below', players: 3 } })).toBe(
      'waiting: players (below 3)',
    );
  });

  it('says how to order what waits for an order', () => {
    expect(text('order')).toBe('waiting: an order, `homeamp restart TOW01`');
  });

  it('has the day where it is not within one', () => {
    expect(text('players', NOW + 40 * HOUR)).toBe('waiting: players, latest 2026-01-17 04:00 UTC');
  });
});

describe('what a server waits for, to who looks now', () => {
  it.each([
    [0, 'waiting: 0 players, latest 04:00'],
    [1, 'waiting: 1 player, latest 04:00'],
    [3, 'waiting: 3 players, latest 04:00'],
    [null, 'waiting: unknown players, latest 04:00'],
  ])('names %s players', (players, expected) => {
    expect(liveWaitingText('waiting: players, latest 04:00', players)).toBe(expected);
  });

  it.each(['waiting: window 0 4 * * *', 'restarting: players are told', ''])(
    'leaves a text about anything else as it is: %j',
    (other) => {
      expect(liveWaitingText(other, 3)).toBe(other);
    },
  );
});

describe('a time as people read it', () => {
  const clock = (at: string, zone: string) => {
    const millis = Date.parse(at);
    return clockText(millis, { now: millis, zone });
  };

  it.each([
    ['2026-03-29T00:59:00Z', 'Europe/Helsinki', '02:59'],
    ['2026-03-29T01:00:00Z', 'Europe/Helsinki', '04:00'],
    ['2026-10-25T00:30:00Z', 'Europe/Helsinki', '03:30'],
    ['2026-10-25T01:30:00Z', 'Europe/Helsinki', '03:30'],
    ['2026-11-01T06:05:59Z', 'America/New_York', '01:05'],
    ['2026-10-03T15:30:00Z', 'Australia/Lord_Howe', '02:30'],
    ['2026-01-15T00:00:00Z', 'UTC', '00:00 UTC'],
  ])('%s in %s is %s', (at, zone, expected) => {
    expect(clock(at, zone)).toBe(expected);
  });

  it('has its date from a day before or after on, that of the time zone', () => {
    const at = (millis: number) => clockText(NOW + millis, { now: NOW, zone: 'Pacific/Auckland' });
    expect(at(24 * HOUR - 1)).toBe('00:59');
    expect(at(24 * HOUR)).toBe('2026-01-17 01:00');
    expect(at(-24 * HOUR)).toBe('2026-01-15 01:00');
  });
});
