import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createServerTicks } from '../../../src/agent/server-ticks.ts';
import { passEnd } from './agent-rig.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const wakingIn = (wakeInMillis: number | undefined) =>
  passEnd({ servers: { wakeInMillis, busy: 1, held: 0 } });
const QUIET = wakingIn(undefined);

function ticking() {
  const wanted: number[] = [];
  const begun = Date.now();
  const ticks = createServerTicks(() => void wanted.push(Date.now() - begun));
  return { ticks, wanted };
}

describe('looks at servers', () => {
  it('come when the last pass said that something is to be done, and once for each pass', () => {
    const { ticks, wanted } = ticking();
    ticks.note(wakingIn(1500));
    vi.advanceTimersByTime(60_000);
    expect(wanted).toEqual([1500]);
    ticks.note(wakingIn(3000));
    vi.advanceTimersByTime(60_000);
    expect(wanted).toEqual([1500, 63_000]);
  });

  it('leave a moment in between, however much there is to be done', () => {
    const { ticks, wanted } = ticking();
    ticks.note(wakingIn(0));
    vi.advanceTimersByTime(199);
    expect(wanted).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(wanted).toEqual([200]);
  });

  it('are put off by a pass that came in between for something else', () => {
    const { ticks, wanted } = ticking();
    ticks.note(wakingIn(1000));
    vi.advanceTimersByTime(900);
    ticks.note(wakingIn(1000));
    vi.advanceTimersByTime(10_000);
    expect(wanted).toEqual([1900]);
  });

  it('end when nothing is under way any more', () => {
    const { ticks, wanted } = ticking();
    ticks.note(wakingIn(1000));
    expect(ticks.isUnderWay()).toBe(true);
    ticks.note(QUIET);
    expect(ticks.isUnderWay()).toBe(false);
    vi.advanceTimersByTime(60_000);
    expect(wanted).toEqual([]);
  });

  it('go on after a pass that failed and told nothing, where something was under way before', () => {
    const { ticks, wanted } = ticking();
    ticks.failed();
    vi.advanceTimersByTime(60_000);
    expect(wanted).toEqual([]);
    ticks.note(wakingIn(1000));
    ticks.failed();
    expect(ticks.isUnderWay()).toBe(true);
    vi.advanceTimersByTime(60_000);
    expect(wanted).toEqual([65_000]);
  });

  it('come no more once they are stopped, though what was under way is still known', () => {
    const { ticks, wanted } = ticking();
    ticks.note(wakingIn(1000));
    ticks.stop();
    ticks.note(wakingIn(1000));
    ticks.failed();
    vi.advanceTimersByTime(60_000);
    expect(wanted).toEqual([]);
    expect(ticks.isUnderWay()).toBe(true);
  });
});
