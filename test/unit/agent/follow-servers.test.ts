import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { endServers, followServers, type RunPass } from '../../../src/agent/follow-servers.ts';
import { TransientError } from '../../../src/core/model/errors.ts';
import type { PassEnd } from '../../../src/engine/agent/pass-wants.ts';
import { passEnd } from './agent-rig.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const SECOND = 1000;
const servers = (changes: Partial<PassEnd['servers']>): PassEnd =>
  passEnd({ servers: { wakeInMillis: undefined, busy: 0, held: 0, ...changes } });
const HELD = servers({ busy: 1, held: 1, wakeInMillis: 500 });
const WATCHED = servers({ busy: 1, wakeInMillis: 500 });
const DONE = servers({});

/** Passes that end so, one after the other and the last one again and again, with the times at which they ran. */
function passes(...ends: readonly (PassEnd | Error)[]) {
  const runs: { readonly wants: string; readonly at: number; readonly stops: boolean }[] = [];
  const begun = Date.now();
  const pass: RunPass = async (wants, shouldStop) => {
    const end = ends[Math.min(runs.length, ends.length - 1)] ?? DONE;
    runs.push({ wants: [...wants].join(','), at: Date.now() - begun, stops: shouldStop() });
    if (end instanceof Error) throw end;
    return end;
  };
  return { pass, runs };
}

/** What a promise came to while this time passed; undefined while it is open. */
async function within<T>(promise: Promise<T>, millis: number): Promise<T | Error | undefined> {
  let came: T | Error | undefined;
  promise.then(
    (value) => {
      came = value;
    },
    (error: unknown) => {
      came = error as Error;
    },
  );
  await vi.advanceTimersByTimeAsync(millis);
  return came;
}

describe('following servers', () => {
  it('makes no further pass where nothing is under way', async () => {
    const { pass, runs } = passes(DONE);
    expect(await followServers(pass, { first: DONE, isAsked: () => false })).toBe(DONE);
    expect(runs).toEqual([]);
  });

  it('looks as often as it is asked to, until all do well', async () => {
    const { pass, runs } = passes(
      servers({ busy: 1, wakeInMillis: 3000 }),
      servers({ busy: 2, wakeInMillis: 0 }),
      DONE,
    );
    const followed = followServers(pass, { first: WATCHED, isAsked: () => false });
    expect(await within(followed, 10 * SECOND)).toBe(DONE);
    expect(runs.map(({ wants, at }) => [wants, at])).toEqual([
      ['servers', 500],
      ['servers', 3500],
      ['servers', 3700],
    ]);
  });

  it('goes on with no look once somebody asks to stop, and lets the running pass know', async () => {
    let isAsked = false;
    const { pass, runs } = passes(WATCHED);
    const followed = followServers(pass, { first: WATCHED, isAsked: () => isAsked });
    await vi.advanceTimersByTimeAsync(700);
    isAsked = true;
    expect(await within(followed, 10 * SECOND)).toBe(WATCHED);
    expect(runs.map(({ at }) => at)).toEqual([500, 1000]);
    expect(runs.at(-1)?.stops).toBe(true);
  });

  it('throws what a pass throws', async () => {
    const { pass } = passes(new TypeError('a bug'));
    const followed = followServers(pass, { first: WATCHED, isAsked: () => false });
    expect(await within(followed, SECOND)).toBeInstanceOf(TypeError);
  });
});

describe('ending servers', () => {
  it('ends at once where none is down', async () => {
    const { pass, runs } = passes(WATCHED);
    expect(await within(endServers(pass), 0)).toBe(WATCHED);
    expect(runs.map(({ wants }) => wants)).toEqual(['ending']);
  });

  it('stays until every server that is down was told to start', async () => {
    const { pass, runs } = passes(HELD, servers({ busy: 1, held: 1, wakeInMillis: 60_000 }), WATCHED);
    expect(await within(endServers(pass), 10 * SECOND)).toBe(WATCHED);
    expect(runs.map(({ at }) => at)).toEqual([0, 500, 1500]);
  });

  it('gives up after two minutes, and tells what is still down', async () => {
    const { pass, runs } = passes(HELD);
    const ended = endServers(pass);
    expect(await within(ended, 119 * SECOND)).toBeUndefined();
    expect(await within(ended, 3 * SECOND)).toBe(HELD);
    expect(runs.length).toBeGreaterThan(200);
  });

  it('waits for whoever else has the state', async () => {
    const { pass, runs } = passes(new TransientError('locked', 'Wait.'), HELD, WATCHED);
    expect(await within(endServers(pass), 10 * SECOND)).toBe(WATCHED);
    expect(runs).toHaveLength(3);
  });

  it('waits no longer than two minutes for it', async () => {
    const { pass } = passes(new TransientError('locked', 'Wait.'));
    const ended = endServers(pass);
    expect(await within(ended, 119 * SECOND)).toBeUndefined();
    expect(await within(ended, 3 * SECOND)).toBeInstanceOf(TransientError);
  });

  it('throws at once what does not pass by itself', async () => {
    const { pass } = passes(new TypeError('a bug'));
    expect(await within(endServers(pass), 0)).toBeInstanceOf(TypeError);
  });
});
