import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCronCalendar } from '../../../../src/adapters/clock/index.ts';
import type { MaintenanceWindow } from '../../../../src/core/model/policy.ts';
import { isWindowOpen, type MatchesCron, nextOpening } from '../../../../src/core/plan/windows.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const calendar = createCronCalendar();
const matches: MatchesCron = (cron, timezone, at) => calendar.matches(cron, timezone, at);

function daily(cron: string, timezone: string, durationMillis: number): MaintenanceWindow {
  return { cron, timezone, durationMillis };
}

const isOpenAt = (window: MaintenanceWindow, at: string) => isWindowOpen(window, Date.parse(at), matches);

function opensAfter(window: MaintenanceWindow, from: string): string | undefined {
  const at = nextOpening(window, Date.parse(from), matches);
  return at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);
}

/** The times in UTC from which to which a window is open in these many hours, to five minutes. */
function openings(window: MaintenanceWindow, from: string, hours: number): readonly string[] {
  const start = Date.parse(from);
  const spans: string[] = [];
  let since: string | undefined;
  for (let at = start; at <= start + hours * HOUR; at += 5 * MINUTE) {
    const isOpen = isWindowOpen(window, at, matches);
    const clock = new Date(at).toISOString().slice(11, 16);
    if (isOpen) since ??= clock;
    else if (since !== undefined) {
      spans.push(`${since}-${clock}`);
      since = undefined;
    }
  }
  return spans;
}

describe('a window on a common day', () => {
  const window = daily('0 4 * * *', 'Europe/Helsinki', 2 * HOUR);

  it('opens with the millisecond of its start and closes with that of its end', () => {
    expect(isOpenAt(window, '2026-01-15T01:59:59.999Z')).toBe(false);
    expect(isOpenAt(window, '2026-01-15T02:00:00.000Z')).toBe(true);
    expect(isOpenAt(window, '2026-01-15T03:59:59.999Z')).toBe(true);
    expect(isOpenAt(window, '2026-01-15T04:00:00.000Z')).toBe(false);
  });

  it('of a minute is open for that minute alone', () => {
    const minute = daily('30 4 * * *', 'UTC', MINUTE);
    expect(isOpenAt(minute, '2026-01-15T04:29:59.999Z')).toBe(false);
    expect(isOpenAt(minute, '2026-01-15T04:30:59.999Z')).toBe(true);
    expect(isOpenAt(minute, '2026-01-15T04:31:00.000Z')).toBe(false);
    expect(opensAfter(minute, '2026-01-15T04:31:00Z')).toBe('2026-01-16T04:30');
  });

  it('goes past midnight', () => {
    const night = daily('0 23 * * *', 'UTC', 3 * HOUR);
    expect(openings(night, '2026-01-15T20:00Z', 10)).toEqual(['23:00-02:00']);
  });

  it('of a week that begins every week is open for ever, and its next opening is now', () => {
    const week = daily('0 4 * * 1', 'UTC', 7 * DAY);
    for (const at of ['2026-01-12T03:59:59Z', '2026-01-12T04:00:00Z', '2026-01-18T23:00:00Z']) {
      expect(isOpenAt(week, at)).toBe(true);
      expect(nextOpening(week, Date.parse(at), matches)).toBe(Date.parse(at));
    }
  });

  it('on one weekday opens at that day of its own time zone', () => {
    const monday = daily('0 1 * * 1', 'Pacific/Auckland', HOUR);
    expect(opensAfter(monday, '2026-01-12T00:00Z')).toBe('2026-01-18T12:00');
  });

  it('that does not open within a week has no next opening', () => {
    expect(opensAfter(daily('0 4 29 2 *', 'UTC', HOUR), '2026-01-15T00:00Z')).toBeUndefined();
    expect(opensAfter(daily('0 4 22 1 *', 'UTC', HOUR), '2026-01-15T03:59Z')).toBe('2026-01-22T04:00');
  });
});

describe('a window where clocks jump ahead', () => {
  it.each([
    // 03:00 is followed by 04:00 at 01:00 UTC.
    ['before the jump, with its whole length', '30 2 * * *', 'Europe/Helsinki', '00:30-02:30'],
    ['in the hour that is left out, when they have jumped', '30 3 * * *', 'Europe/Helsinki', '01:00-03:00'],
    ['at the first moment that is left out', '0 3 * * *', 'Europe/Helsinki', '01:00-03:00'],
    ['at the first moment after it', '0 4 * * *', 'Europe/Helsinki', '01:00-03:00'],
    ['later on the day', '30 5 * * *', 'Europe/Helsinki', '02:30-04:30'],
  ])('that starts %s', (_, cron, timezone, span) => {
    expect(openings(daily(cron, timezone, 2 * HOUR), '2026-03-28T22:00Z', 8)).toEqual([span]);
  });

  it('in New York comes at seven UTC in place of half past two', () => {
    const window = daily('30 2 * * *', 'America/New_York', HOUR);
    expect(openings(window, '2026-03-08T03:00Z', 8)).toEqual(['07:00-08:00']);
    expect(opensAfter(window, '2026-03-08T00:00Z')).toBe('2026-03-08T07:00');
    expect(opensAfter(window, '2026-03-08T08:00Z')).toBe('2026-03-09T06:30');
  });

  it('on Lord Howe, where half an hour is left out', () => {
    // 02:00 is followed by 02:30 at 15:30 UTC.
    expect(openings(daily('10 2 * * *', 'Australia/Lord_Howe', HOUR), '2026-10-03T13:00Z', 6)).toEqual([
      '15:30-16:30',
    ]);
    expect(openings(daily('30 2 * * *', 'Australia/Lord_Howe', HOUR), '2026-10-03T13:00Z', 6)).toEqual([
      '15:30-16:30',
    ]);
    expect(openings(daily('45 1 * * *', 'Australia/Lord_Howe', HOUR), '2026-10-03T13:00Z', 6)).toEqual([
      '15:15-16:15',
    ]);
  });

  it('that starts every ten minutes in that hour opens just once for them', () => {
    const window = daily('*/10 3 * * *', 'Europe/Helsinki', 5 * MINUTE);
    expect(openings(window, '2026-03-29T00:00Z', 3)).toEqual(['01:00-01:05']);
  });

  it('of another weekday is not drawn into the day of the jump', () => {
    expect(openings(daily('30 3 * * 6', 'Europe/Helsinki', HOUR), '2026-03-29T00:00Z', 6)).toEqual([]);
  });
});

describe('a window where clocks go back', () => {
  it.each([
    // 04:00 is followed by 03:00 at 01:00 UTC.
    ['before, with its whole length', '30 2 * * *', 2 * HOUR, ['23:30-01:30']],
    ['in the hour that comes twice, twice', '30 3 * * *', 30 * MINUTE, ['00:30-01:00', '01:30-02:00']],
    ['in it and is longer than the hour, without a break', '30 3 * * *', 2 * HOUR, ['00:30-03:30']],
    ['after it, once', '0 4 * * *', HOUR, ['02:00-03:00']],
  ])('that starts %s', (_, cron, duration, spans) => {
    expect(openings(daily(cron, 'Europe/Helsinki', duration), '2026-10-24T22:00Z', 8)).toEqual(spans);
  });

  it('in New York comes twice, an hour apart', () => {
    const window = daily('30 1 * * *', 'America/New_York', 10 * MINUTE);
    expect(openings(window, '2026-11-01T04:00Z', 5)).toEqual(['05:30-05:40', '06:30-06:40']);
  });

  it('on Lord Howe comes twice, half an hour apart', () => {
    const window = daily('45 1 * * *', 'Australia/Lord_Howe', 10 * MINUTE);
    expect(openings(window, '2026-04-04T13:00Z', 4)).toEqual(['14:45-14:55', '15:15-15:25']);
  });

  it('is the same day after day before and after, by its own clocks', () => {
    const window = daily('0 4 * * *', 'Europe/Helsinki', HOUR);
    expect(opensAfter(window, '2026-10-23T12:00Z')).toBe('2026-10-24T01:00');
    expect(opensAfter(window, '2026-10-24T12:00Z')).toBe('2026-10-25T02:00');
    expect(opensAfter(window, '2026-10-25T12:00Z')).toBe('2026-10-26T02:00');
  });
});

describe('any window', () => {
  const minutes = (max: number) => fc.integer({ min: 1, max });
  const someStarts = fc.uniqueArray(minutes(3000), { maxLength: 20 });
  const startingAt = (starts: readonly number[]): MatchesCron => {
    const known = new Set(starts.map((start) => start * MINUTE));
    return (_cron, _timezone, at) => known.has(at);
  };

  it('is open exactly while a start lies less than its length ago', () => {
    fc.assert(
      fc.property(
        someStarts,
        minutes(600),
        fc.integer({ min: 0, max: 4000 * MINUTE }),
        (starts, length, now) => {
          const window = daily('x', 'UTC', length * MINUTE);
          const expected = starts.some((start) => {
            const ago = now - start * MINUTE;
            return ago >= 0 && ago < length * MINUTE;
          });
          expect(isWindowOpen(window, now, startingAt(starts))).toBe(expected);
        },
      ),
    );
  });

  it('is open at its next opening and at no minute before', () => {
    fc.assert(
      fc.property(
        someStarts,
        minutes(120),
        fc.integer({ min: 0, max: 3500 * MINUTE }),
        (starts, length, from) => {
          const window = daily('x', 'UTC', length * MINUTE);
          const isOpen = (at: number) => isWindowOpen(window, at, startingAt(starts));
          const next = nextOpening(window, from, startingAt(starts));
          const end = next ?? from + 600 * MINUTE;
          if (next !== undefined) expect(isOpen(next)).toBe(true);
          for (let at = from; at < end; at += 7 * MINUTE) expect(isOpen(at)).toBe(false);
          if (next !== undefined && next > from) expect(isOpen(next - 1)).toBe(false);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('loses no day, whatever the clocks of its time zone do', () => {
    const zones = [
      'Europe/Helsinki',
      'America/New_York',
      'Australia/Lord_Howe',
      'America/Santiago',
      'Asia/Kolkata',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 0, max: 364 }),
        (zone, hour, minute, day) => {
          const window = daily(`${minute} ${hour} * * *`, zone, MINUTE);
          const from = Date.UTC(2026, 0, 1) + day * DAY;
          // A day has 25 hours at most.
          expect((nextOpening(window, from, matches) ?? Number.POSITIVE_INFINITY) - from).toBeLessThanOrEqual(
            25 * HOUR,
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
