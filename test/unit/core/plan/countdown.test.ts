import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countdownStep, countdownText, sayLine, timeLeftText } from '../../../../src/core/plan/countdown.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const MILESTONES = [5 * MINUTE, MINUTE, 10 * SECOND];

/** Where a countdown of five minutes that began at 0 stands. */
const stepAt = (now: number, told?: number) => countdownStep(MILESTONES, { endsAt: 5 * MINUTE, now, told });

describe('a countdown', () => {
  it('tells its first milestone at once, and then waits for the next', () => {
    expect(stepAt(0)).toEqual({ due: 5 * MINUTE, nextInMillis: 4 * MINUTE });
    expect(stepAt(0, 5 * MINUTE)).toEqual({ due: undefined, nextInMillis: 4 * MINUTE });
  });

  it('tells a milestone when it is reached, to the millisecond', () => {
    expect(stepAt(4 * MINUTE - 1, 5 * MINUTE)).toEqual({ due: undefined, nextInMillis: 1 });
    expect(stepAt(4 * MINUTE, 5 * MINUTE)).toEqual({ due: MINUTE, nextInMillis: 50 * SECOND });
  });

  it('leaves out what it missed and tells the last that is reached', () => {
    expect(stepAt(5 * MINUTE - 5 * SECOND, 5 * MINUTE)).toEqual({
      due: 10 * SECOND,
      nextInMillis: 5 * SECOND,
    });
    expect(stepAt(4.5 * MINUTE).due).toBe(MINUTE);
  });

  it('tells nothing twice, and nothing longer than what was told', () => {
    expect(stepAt(4.5 * MINUTE, MINUTE).due).toBeUndefined();
    expect(stepAt(4.5 * MINUTE, 10 * SECOND).due).toBeUndefined();
  });

  it('tells nothing at its end or later', () => {
    expect(stepAt(5 * MINUTE, MINUTE)).toEqual({ due: undefined, nextInMillis: 0 });
    expect(stepAt(9 * MINUTE)).toEqual({ due: undefined, nextInMillis: 0 });
  });

  it('without milestones ends at once', () => {
    expect(countdownStep([], { endsAt: 0, now: 0, told: undefined })).toEqual({
      due: undefined,
      nextInMillis: 0,
    });
  });

  it('that is looked at whenever it asks to be tells every milestone once, in order and in time', () => {
    const milestones = fc
      .uniqueArray(fc.integer({ min: 1, max: 3600 }), { minLength: 1, maxLength: 12 })
      .map((seconds) => seconds.sort((a, b) => b - a).map((each) => each * SECOND));
    fc.assert(
      fc.property(milestones, fc.array(fc.integer({ min: 1, max: 100_000 })), (all, looks) => {
        const endsAt = all[0] ?? 0;
        const extra = [...looks];
        const told: number[] = [];
        for (let now = 0; now < endsAt; ) {
          const { due, nextInMillis } = countdownStep(all, { endsAt, now, told: told.at(-1) });
          if (due !== undefined) {
            expect(due).toBe(endsAt - now);
            told.push(due);
          }
          expect(nextInMillis).toBeGreaterThan(0);
          now += Math.min(nextInMillis, extra.pop() ?? nextInMillis);
        }
        expect(told).toEqual(all);
      }),
    );
  });
});

describe('what players are told', () => {
  it.each([
    [2 * 3_600_000, '2 hours'],
    [3_600_000, '1 hour'],
    [90 * MINUTE, '90 minutes'],
    [5 * MINUTE, '5 minutes'],
    [MINUTE, '1 minute'],
    [90 * SECOND, '90 seconds'],
    [100 * SECOND, '2 minutes'],
    [30 * SECOND, '30 seconds'],
    [SECOND, '1 second'],
    [1499, '1 second'],
    [0, '1 second'],
    [-5000, '1 second'],
  ])('%i ms are %s', (millis, text) => {
    expect(timeLeftText(millis)).toBe(text);
  });

  it('has the time wherever the message says so, and nothing else is put in', () => {
    expect(countdownText({ message: '{time}! Stop in {time}. $& {Time}' }, MINUTE)).toBe(
      '1 minute! Stop in 1 minute. $& {Time}',
    );
    expect(countdownText({ message: 'Soon' }, MINUTE)).toBe('Soon');
  });

  it.each([
    ['paper', 'say Hello'],
    ['fabric', 'say Hello'],
    ['forge', 'say Hello'],
    ['velocity', undefined],
    ['geyser', undefined],
  ])('is said on %s as %s', (platform, line) => {
    expect(sayLine({ command: undefined }, platform, 'Hello')).toBe(line);
  });

  it('is said by the fleet’s own command on any platform, with the text as it is', () => {
    const text = "$& $1 $' {message}";
    expect(sayLine({ command: 'alert {message}' }, 'velocity', text)).toBe(`alert ${text}`);
    expect(sayLine({ command: 'broadcast' }, 'paper', 'Hello')).toBe('broadcast');
  });
});
