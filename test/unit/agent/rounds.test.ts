import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startCronRounds } from '../../../src/agent/cron-rounds.ts';
import { startIntervalRounds } from '../../../src/agent/interval-rounds.ts';
import type { Rounds } from '../../../src/agent/rounds.ts';
import { startTriggers } from '../../../src/agent/triggers.ts';
import { MistakeError } from '../../../src/core/model/errors.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 15, 10, 20, 30);

let rounds: Rounds | undefined;

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});

afterEach(() => {
  rounds?.stop();
  rounds = undefined;
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** When rounds came, by the monotonic clock since the start, to ten milliseconds: a timer takes one at least. */
function begin(start: (onRound: () => void) => Rounds): number[] {
  const begun = performance.now();
  const came: number[] = [];
  rounds = start(() => came.push(Math.round((performance.now() - begun) / 10) * 10));
  return came;
}

const interval = (millis: number, jitter = 0, random = () => 0.5) =>
  begin((onRound) => startIntervalRounds(millis, { jitter, random, onRound }));

const cron = (expression: string, timezone = 'UTC', jitter = 0, random = () => 0.5) =>
  begin((onRound) => startCronRounds({ kind: 'cron', expression, timezone }, { jitter, random, onRound }));

describe('rounds by an interval', () => {
  it('come at the interval, the first after one', () => {
    const came = interval(MINUTE);
    vi.advanceTimersByTime(3 * MINUTE + 1);
    expect(came).toEqual([MINUTE, 2 * MINUTE, 3 * MINUTE]);
  });

  it('stray by no more than the jitter, drawn anew each time', () => {
    const draws = [0, 0.999_999, 0.5];
    const came = interval(MINUTE, 0.1, () => draws.shift() ?? 0.5);
    vi.advanceTimersByTime(5 * MINUTE);
    const gaps = came.map((at, index) => at - (came[index - 1] ?? 0));
    expect(gaps.slice(0, 3)).toEqual([54 * SECOND, 66 * SECOND, MINUTE]);
  });

  it('stay within their bounds whatever is drawn', () => {
    const came = interval(MINUTE, 0.1, Math.random);
    vi.advanceTimersByTime(12 * HOUR);
    const gaps = came.map((at, index) => at - (came[index - 1] ?? 0));
    expect(gaps.length).toBeGreaterThan(600);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(54 * SECOND - 10);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(66 * SECOND + 10);
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeGreaterThan(6 * SECOND);
  });

  it.each([
    ['forward a year', 365 * DAY],
    ['back a year', -365 * DAY],
    ['back an hour', -HOUR],
  ])('are the same when the clock jumps %s', (_name, jump) => {
    const came = interval(MINUTE);
    vi.advanceTimersByTime(90 * SECOND);
    vi.setSystemTime(Date.now() + jump);
    vi.advanceTimersByTime(90 * SECOND + 1);
    expect(came).toEqual([MINUTE, 2 * MINUTE, 3 * MINUTE]);
  });

  it('may be months apart, though a timer of Node may not', () => {
    const came = interval(60 * DAY);
    vi.advanceTimersByTime(59 * DAY);
    expect(came).toEqual([]);
    vi.advanceTimersByTime(2 * DAY);
    expect(came).toEqual([60 * DAY]);
  });
});

describe('rounds by a cron expression', () => {
  it('come at the times of the expression', () => {
    const came = cron('*/5 * * * *');
    vi.advanceTimersByTime(15 * MINUTE);
    expect(came).toEqual([4.5 * MINUTE, 9.5 * MINUTE, 14.5 * MINUTE]);
  });

  it('come each second with a field for seconds', () => {
    const came = cron('* * * * * *');
    vi.advanceTimersByTime(5.1 * SECOND);
    expect(came).toEqual([1, 2, 3, 4, 5].map((second) => second * SECOND));
  });

  it('keep to their timezone', () => {
    const came = cron('0 13 * * *', 'Europe/Helsinki');
    vi.advanceTimersByTime(DAY);
    expect(came).toEqual([Date.UTC(2026, 0, 15, 11) - START]);
  });

  it('come once on the day that the clocks are set back, and on the day they are set forward', () => {
    vi.setSystemTime(Date.UTC(2026, 9, 24, 12));
    const autumn = cron('30 4 * * *', 'Europe/Helsinki');
    vi.advanceTimersByTime(DAY);
    expect(autumn).toEqual([14.5 * HOUR]);
    rounds?.stop();
    vi.setSystemTime(Date.UTC(2026, 2, 28, 12));
    const spring = cron('30 5 * * *', 'Europe/Helsinki');
    vi.advanceTimersByTime(DAY);
    expect(spring).toEqual([14.5 * HOUR]);
  });

  it('are late by up to thirty seconds with jitter', () => {
    const came = cron('0 * * * *', 'UTC', 0.1, () => 0.999_999_9);
    vi.advanceTimersByTime(40 * MINUTE);
    expect(came).toEqual([39.5 * MINUTE + 30 * SECOND]);
  });

  it('are late by the share of their distance where that is less', () => {
    const came = cron('* * * * *', 'UTC', 0.1, () => 0.5);
    vi.advanceTimersByTime(2 * MINUTE);
    expect(came).toEqual([33 * SECOND, 93 * SECOND]);
  });

  it('are made up for once when the clock jumps over many', () => {
    const came = cron('* * * * *');
    vi.setSystemTime(START + 50 * 365 * DAY);
    vi.advanceTimersByTime(31 * SECOND);
    expect(came).toHaveLength(1);
    vi.advanceTimersByTime(10 * MINUTE);
    expect(came).toHaveLength(11);
  });

  it.each([
    ['an hour', HOUR],
    ['a year', 365 * DAY],
  ])('go on by the new time when the clock goes back %s', (_name, back) => {
    const came = cron('*/10 * * * *');
    vi.advanceTimersByTime(5 * MINUTE);
    vi.setSystemTime(Date.now() - back);
    vi.advanceTimersByTime(30 * MINUTE);
    expect(came).toHaveLength(3);
  });

  it('do not come twice when the clock is corrected by a second', () => {
    const came = cron('*/10 * * * *');
    vi.advanceTimersByTime(9.5 * MINUTE + 1);
    expect(came).toHaveLength(1);
    vi.setSystemTime(Date.now() - 2 * SECOND);
    vi.advanceTimersByTime(MINUTE);
    expect(came).toHaveLength(1);
  });

  it.each([
    ['no date', '0 0 30 2 *', 'UTC'],
    ['no meaning', 'every noon', 'UTC'],
    ['no such timezone', '0 0 * * *', 'Europe/Atlantis'],
  ])('are a mistake with %s', (_name, expression, timezone) => {
    expect(() => cron(expression, timezone)).toThrow(MistakeError);
  });
});

describe('the triggers', () => {
  const every = (millis: number) => ({ kind: 'interval', millis }) as const;

  it('want each thing by its own schedule until they are stopped', () => {
    const wanted: string[][] = [];
    const triggers = startTriggers(
      { poll: every(MINUTE), pulls: every(2 * MINUTE), scan: every(HOUR), jitter: 0 },
      { want: (wants) => wanted.push([...wants]), random: () => 0.5 },
    );
    vi.advanceTimersByTime(HOUR);
    const count = (name: string) => wanted.flat().filter((want) => want === name).length;
    expect([count('repository'), count('pulls'), count('scan')]).toEqual([60, 30, 1]);
    triggers.stop();
    vi.advanceTimersByTime(HOUR);
    expect(wanted).toHaveLength(91);
  });

  it('bring wants of one schedule together, whatever the jitter', () => {
    const wanted: string[][] = [];
    const nightly = { kind: 'cron', expression: '0 4 * * *', timezone: 'UTC' } as const;
    const triggers = startTriggers(
      { poll: every(MINUTE), pulls: every(MINUTE), scan: nightly, jitter: 0.5 },
      { want: (wants) => wanted.push([...wants]), random: Math.random },
    );
    vi.advanceTimersByTime(10 * MINUTE);
    triggers.stop();
    expect(new Set(wanted.map((wants) => wants.join(',')))).toEqual(new Set(['repository,pulls']));
  });

  it('leave nothing running when one of them is a mistake', () => {
    const never = { kind: 'cron', expression: '0 0 31 6 *', timezone: 'UTC' } as const;
    expect(() =>
      startTriggers(
        { poll: every(MINUTE), pulls: every(MINUTE), scan: never, jitter: 0 },
        { want: () => undefined, random: () => 0.5 },
      ),
    ).toThrow(MistakeError);
    expect(vi.getTimerCount()).toBe(0);
  });
});
