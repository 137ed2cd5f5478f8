import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPace } from '../../../src/agent/pace.ts';
import type { PassWant } from '../../../src/engine/agent/pass-wants.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

const set = (...wants: PassWant[]) => new Set(wants);
const failed = { isOk: false, retryAfterMillis: undefined };
const fine = { isOk: true, retryAfterMillis: undefined };

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function watchedPace() {
  const woken: PassWant[][] = [];
  const pace = createPace((wants) => woken.push([...wants].sort()));
  return { pace, woken };
}

describe('the pace of passes', () => {
  it('lets everything go while passes work', () => {
    const { pace, woken } = watchedPace();
    pace.note(set('scan'), fine);
    expect(pace.admit(set('repository', 'pulls'))).toEqual(set('repository', 'pulls'));
    vi.advanceTimersByTime(HOUR);
    expect(woken).toEqual([]);
  });

  it('rests twice as long after each failure in a row, up to five minutes', () => {
    const { pace, woken } = watchedPace();
    const rests: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      pace.note(set('pulls'), failed);
      const begun = performance.now();
      const before = woken.length;
      while (woken.length === before) vi.advanceTimersByTime(SECOND);
      rests.push((performance.now() - begun) / SECOND);
      expect(pace.admit(set())).toEqual(set('pulls'));
    }
    expect(rests).toEqual([10, 20, 40, 80, 160, 300, 300, 300]);
  });

  it('begins with a short rest again after a pass that worked', () => {
    const { pace, woken } = watchedPace();
    for (let round = 0; round < 5; round += 1) pace.note(set('pulls'), failed);
    pace.note(set('pulls'), fine);
    expect(pace.admit(set('scan'))).toEqual(set('scan', 'pulls'));
    pace.note(set('scan'), failed);
    vi.advanceTimersByTime(10 * SECOND);
    expect(woken).toEqual([['scan']]);
  });

  it('holds what is wanted meanwhile, and folds it with what failed', () => {
    const { pace, woken } = watchedPace();
    pace.note(set('pulls'), failed);
    vi.advanceTimersByTime(5 * SECOND);
    expect(pace.admit(set('scan'))).toEqual(set());
    vi.advanceTimersByTime(5 * SECOND);
    expect(woken).toEqual([['pulls', 'scan']]);
    expect(pace.admit(set('pulls', 'scan'))).toEqual(set('pulls', 'scan'));
  });

  it('does not rest when somebody asks, also while the failing pass still ran', () => {
    const { pace } = watchedPace();
    pace.hurry();
    pace.note(set('pulls'), failed);
    expect(pace.admit(set('repository'))).toEqual(set('pulls', 'repository'));
    pace.note(set('pulls', 'repository'), failed);
    expect(pace.admit(set('scan'))).toEqual(set());
  });

  it('waits as long as it was asked to, for those wants alone and whoever asks', () => {
    const { pace, woken } = watchedPace();
    pace.note(set('pulls'), { isOk: true, retryAfterMillis: 7 * MINUTE });
    pace.hurry();
    expect(pace.admit(set('pulls', 'repository'))).toEqual(set('repository'));
    vi.advanceTimersByTime(7 * MINUTE - 1);
    expect(woken).toEqual([]);
    vi.advanceTimersByTime(2);
    expect(woken).toEqual([['pulls']]);
    expect(pace.admit(set('pulls'))).toEqual(set('pulls'));
  });

  it.each([Number.POSITIVE_INFINITY, Number.NaN, 1e15])(
    'does not wait for ever when asked for %s',
    (millis) => {
      const { pace, woken } = watchedPace();
      pace.note(set('pulls'), { isOk: false, retryAfterMillis: millis });
      vi.advanceTimersByTime(HOUR + 1);
      expect(woken).toEqual([['pulls']]);
    },
  );

  it('does not care for the clock on the wall', () => {
    const { pace, woken } = watchedPace();
    pace.note(set('pulls'), failed);
    vi.setSystemTime(0);
    vi.advanceTimersByTime(10 * SECOND);
    expect(woken).toEqual([['pulls']]);
  });

  it('wakes nobody after it was stopped', () => {
    const { pace, woken } = watchedPace();
    pace.note(set('pulls'), failed);
    pace.stop();
    pace.note(set('pulls'), failed);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(HOUR);
    expect(woken).toEqual([]);
  });
});
