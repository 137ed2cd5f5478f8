import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentParts } from '../../../src/agent/run-agent.ts';
import { MistakeError, TransientError } from '../../../src/core/model/errors.ts';
import type { PassEnd } from '../../../src/engine/agent/pass-wants.ts';
import { passEnd, startAgent } from './agent-rig.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const every = (millis: number) => ({ kind: 'interval', millis }) as const;
const schedule = { poll: every(MINUTE), pulls: every(MINUTE), scan: every(HOUR), jitter: 0 };
const ALL = 'pulls,repository,scan';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const elapse = (millis: number) => vi.advanceTimersByTimeAsync(millis);

/** An agent that notes what its passes were asked for. */
function watchAgent(answer: (run: number) => Partial<PassEnd>, changes: Partial<AgentParts> = {}) {
  const runs: string[] = [];
  const agent = startAgent({
    schedule,
    pass: async (wants) => {
      runs.push([...wants].sort().join(','));
      return passEnd(answer(runs.length));
    },
    ...changes,
  });
  return { ...agent, runs };
}

async function end(agent: { terminate(): void; ended: Promise<string> }) {
  agent.terminate();
  expect(await agent.ended).toBe('stopped');
}

describe('the agent as a daemon', () => {
  it('looks at everything at once when it starts, then by its schedule', async () => {
    const agent = watchAgent(() => ({}));
    await elapse(0);
    expect(agent.runs).toEqual([ALL]);
    await elapse(MINUTE + 1);
    expect(agent.runs).toEqual([ALL, 'pulls,repository']);
    await elapse(HOUR - MINUTE);
    expect(agent.runs.filter((wants) => wants.includes('scan'))).toHaveLength(2);
    await end(agent);
  });

  it('says one line for a pass with news and none for a quiet one, but one an hour', async () => {
    const agent = watchAgent((run) => ({
      news: run === 1,
      waiting: run === 1 ? ['no review', 'no window'] : [],
    }));
    await elapse(59 * MINUTE);
    const messages = () => agent.lines.map((line) => line.message);
    expect(messages()).toEqual(['Watching', 'A pass is done']);
    expect(agent.lines[1]?.fields).toEqual({
      wants: ALL,
      millis: 0,
      revision: 'a1b2c3d4e5f6',
      states: 'InSync=3 Drifted=1',
      waiting: 'no review; no window',
    });
    await elapse(2 * HOUR);
    expect(messages()).toEqual(['Watching', 'A pass is done', 'Still watching', 'Still watching']);
    await end(agent);
  });

  it('goes on after whatever a pass throws, and tells its class but no words that are not ours', async () => {
    const thrown: readonly unknown[] = [
      new TypeError('password=hunter2'),
      Object.assign(new Error('hunter2'), { code: 'EIO' }),
      'hunter2',
      undefined,
      new TransientError('the forge is away', 'Wait.'),
    ];
    let run = 0;
    const agent = startAgent({
      schedule,
      pass: async () => {
        run += 1;
        if (run <= thrown.length) throw thrown[run - 1];
        return passEnd({});
      },
    });
    await elapse(HOUR);
    expect(run).toBeGreaterThan(thrown.length + 10);
    const failures = agent.lines.filter((line) => line.message === 'A pass failed');
    expect(failures.map((line) => line.fields['error'])).toEqual([
      'TypeError',
      'Error',
      'string',
      'undefined',
      'TransientError',
    ]);
    expect(failures[0]?.fields['place']).toMatch(/run-agent\.test/);
    expect(failures[1]?.fields['code']).toBe('EIO');
    expect(failures[4]?.fields['reason']).toBe('the forge is away');
    expect(JSON.stringify(agent.lines)).not.toContain('hunter2');
    expect(agent.lines.map((line) => line.message)).toContain('Passes work again');
    await end(agent);
  });

  it('rests longer with each failure, though the schedule asks more often', async () => {
    const agent = watchAgent(() => ({ isOk: false }));
    await elapse(HOUR);
    // At 0, 10, 30, 70, 150 and 310 seconds, then every 300.
    expect(agent.runs).toHaveLength(6 + 10);
    expect(agent.lines.filter((line) => line.level === 'warn').length).toBeLessThanOrEqual(2);
    await end(agent);
  });

  it('does not rest when a person asks', async () => {
    const agent = watchAgent(() => ({ isOk: false }));
    await elapse(SECOND);
    agent.hangUp();
    await elapse(SECOND);
    agent.hangUp();
    await elapse(SECOND);
    expect(agent.runs).toEqual([ALL, ALL, ALL]);
    await end(agent);
  });

  it('waits as long as a pass says, for what that pass was asked', async () => {
    const agent = watchAgent((run) => (run === 2 ? { retryAfterMillis: 10 * MINUTE } : {}), {
      schedule: { ...schedule, poll: every(7 * MINUTE) },
    });
    await elapse(MINUTE + SECOND);
    agent.hangUp();
    await elapse(9 * MINUTE);
    expect(agent.runs).toEqual([ALL, 'pulls', 'repository,scan', 'repository']);
    await elapse(MINUTE);
    expect(agent.runs.at(-1)).toBe('pulls');
    await end(agent);
  });

  it('waits as long as a thrown failure says', async () => {
    let runs = 0;
    const agent = startAgent({
      pass: async () => {
        runs += 1;
        if (runs > 1) return passEnd({});
        throw new TransientError('limited', 'Wait.', { retryAfterMillis: 20 * MINUTE });
      },
    });
    await elapse(19 * MINUTE);
    expect(runs).toBe(1);
    await elapse(MINUTE + SECOND);
    expect(runs).toBe(2);
    await end(agent);
  });

  it('lets the running pass end when it shall stop, tells it so, and begins no other', async () => {
    let steps = 0;
    let passes = 0;
    const agent = startAgent({
      schedule,
      pass: async (_wants, shouldStop) => {
        passes += 1;
        while (!shouldStop()) {
          steps += 1;
          await new Promise((resolve) => setTimeout(resolve, 10 * SECOND));
        }
        return passEnd({ isOk: false });
      },
    });
    await elapse(95 * SECOND);
    agent.terminate();
    agent.terminate();
    agent.hangUp();
    await elapse(10 * SECOND);
    expect(await agent.ended).toBe('stopped');
    expect([passes, steps]).toEqual([1, 10]);
    expect(agent.lines.filter((line) => line.message === 'Asked to stop')).toHaveLength(1);
  });

  it('begins no pass for a signal that came before the first one', async () => {
    const agent = watchAgent(() => ({}));
    agent.terminate();
    expect(await agent.ended).toBe('stopped');
    expect(agent.runs).toEqual([]);
  });
});

describe('the agent with hints', () => {
  it('starts and stops what hears them, and runs what they say without a rest', async () => {
    const events: string[] = [];
    let hint: ((wants: readonly ('repository' | 'pulls')[]) => void) | undefined;
    const agent = watchAgent(() => ({ isOk: false }), {
      webhook: {
        start: async (onHint) => {
          events.push('started');
          hint = onHint;
          return { stop: async () => void events.push('stopped') };
        },
      },
    });
    await elapse(SECOND);
    hint?.(['pulls']);
    await elapse(SECOND);
    expect(agent.runs).toHaveLength(2);
    await end(agent);
    hint?.(['pulls']);
    expect(events).toEqual(['started', 'stopped']);
    expect(agent.runs).toHaveLength(2);
  });

  it('leaves nothing running when they can not be heard', async () => {
    const agent = watchAgent(() => ({}), {
      webhook: { start: async () => Promise.reject(new MistakeError('busy', 'Choose another port.')) },
    });
    await expect(agent.ended).rejects.toBeInstanceOf(MistakeError);
    expect(agent.runs).toEqual([]);
  });

  it('ends its pass though what heard them can not be stopped', async () => {
    let isDone = false;
    const agent = startAgent({
      pass: async () => {
        await new Promise((resolve) => setTimeout(resolve, MINUTE));
        isDone = true;
        return passEnd({});
      },
      webhook: { start: async () => ({ stop: () => Promise.reject(new Error('stuck')) }) },
    });
    await elapse(SECOND);
    agent.terminate();
    await elapse(MINUTE);
    expect(await agent.ended).toBe('stopped');
    expect(isDone).toBe(true);
  });
});

describe('the agent for one pass', () => {
  it.each([
    [true, 'done'],
    [false, 'failed'],
  ])('ends after it: when the pass is fine is %s, it is %s', async (isOk, outcome) => {
    const agent = watchAgent(() => ({ isOk }), { once: true });
    expect(await agent.ended).toBe(outcome);
    await elapse(2 * HOUR);
    expect(agent.runs).toEqual([ALL]);
  });

  it('throws what the pass throws', async () => {
    const pass = async () => Promise.reject(new TransientError('away', 'Wait.'));
    await expect(startAgent({ once: true, pass }).ended).rejects.toBeInstanceOf(TransientError);
  });

  it('hears that it shall stop', async () => {
    const agent = startAgent({
      once: true,
      pass: async (_wants, shouldStop) => {
        while (!shouldStop()) await new Promise((resolve) => setTimeout(resolve, SECOND));
        return passEnd({});
      },
    });
    await elapse(3 * SECOND);
    agent.hangUp();
    agent.terminate();
    await elapse(SECOND);
    expect(await agent.ended).toBe('stopped');
  });
});
