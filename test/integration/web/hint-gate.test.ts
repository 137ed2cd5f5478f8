import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHintGate } from '../../../src/web/hint-gate.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the gate of hints', () => {
  it('lets ten a minute through at once, and the rest as one when the minute is over', () => {
    const passed: string[] = [];
    const gate = createHintGate((hints) => passed.push([...hints].sort().join(',')));
    for (let count = 0; count < 500; count += 1) gate.pass(count % 2 === 0 ? ['pulls'] : ['repository']);
    expect(passed).toHaveLength(10);
    vi.advanceTimersByTime(59_000);
    expect(passed).toHaveLength(10);
    vi.advanceTimersByTime(1_001);
    expect(passed).toHaveLength(11);
    expect(passed.at(-1)).toBe('pulls,repository');
  });

  it('never lets more than ten through in any minute', () => {
    const at: number[] = [];
    const gate = createHintGate(() => at.push(performance.now()));
    for (let second = 0; second < 600; second += 1) {
      gate.pass(['pulls']);
      vi.advanceTimersByTime(1_000);
    }
    const most = Math.max(
      ...at.map((from) => at.filter((time) => time >= from && time < from + 60_000).length),
    );
    expect(most).toBe(10);
    expect(at.length).toBeGreaterThanOrEqual(99);
    gate.stop();
  });

  it('lets nothing through for what hints nothing, or after it was stopped', () => {
    let passed = 0;
    const gate = createHintGate(() => {
      passed += 1;
    });
    gate.pass([]);
    expect(passed).toBe(0);
    for (let count = 0; count < 20; count += 1) gate.pass(['pulls']);
    gate.stop();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(120_000);
    expect(passed).toBe(10);
  });
});
