import { describe, expect, it } from 'vitest';
import { createLoopHealth } from '../../../src/agent/loop-health.ts';
import { observePasses } from '../../../src/agent/observe-passes.ts';
import { longestGap } from '../../../src/agent/poll-interval.ts';
import type { PassWant } from '../../../src/engine/agent/pass-wants.ts';
import { passEnd } from '../agent/agent-rig.ts';

const MINUTE = 60_000;
const REPOSITORY: ReadonlySet<PassWant> = new Set<PassWant>(['repository']);
const SERVERS: ReadonlySet<PassWant> = new Set<PassWant>(['servers']);

function createTimed(gapMillis: number) {
  let now = 1000;
  const loop = createLoopHealth(gapMillis, () => now);
  const wait = (millis: number) => {
    now += millis;
  };
  return { loop, wait };
}

describe('the health of the loop', () => {
  it('lasts for three rounds after it was last looked whether a pass may run', () => {
    const { loop, wait } = createTimed(MINUTE);
    wait(3 * MINUTE);
    expect(loop.isAlive()).toBe(true);
    wait(1);
    expect(loop.isAlive()).toBe(false);
    loop.turn();
    expect(loop.isAlive()).toBe(true);
  });

  it('is given a minute at least, and a pass that is under way a quarter of an hour', () => {
    const { loop, wait } = createTimed(100);
    wait(MINUTE);
    expect(loop.isAlive()).toBe(true);
    loop.begin();
    wait(15 * MINUTE);
    expect(loop.isAlive()).toBe(true);
    wait(1);
    expect(loop.isAlive()).toBe(false);
    loop.end({ wants: REPOSITORY, millis: 1, end: undefined });
    expect(loop.isAlive()).toBe(true);
  });

  it('knows what came of the last pass that took the repository, and of no other', () => {
    const { loop } = createTimed(MINUTE);
    expect(loop.lastResult()).toBeUndefined();
    loop.end({ wants: SERVERS, millis: 1, end: passEnd({}) });
    expect(loop.lastResult()).toBeUndefined();
    loop.end({ wants: REPOSITORY, millis: 1, end: passEnd({ isOk: false }) });
    expect(loop.lastResult()).toBe('ok');
    loop.end({ wants: REPOSITORY, millis: 1, end: passEnd({ hasTrouble: true }) });
    expect(loop.lastResult()).toBe('failed');
    loop.end({ wants: SERVERS, millis: 1, end: passEnd({}) });
    expect(loop.lastResult()).toBe('failed');
  });
});

describe('a pass that is observed', () => {
  it('is told of when it begins and when it is over, also when it throws', async () => {
    const told: string[] = [];
    const failure = new Error('broken');
    const pass = observePasses(
      async (wants) => {
        if (wants === SERVERS) throw failure;
        return passEnd({ revision: 'abc' });
      },
      {
        onBegin: () => told.push('begin'),
        onEnd: ({ end, millis }) => told.push(`end ${end?.revision ?? 'thrown'} ${millis >= 0}`),
      },
    );
    expect(await pass(REPOSITORY, () => false)).toMatchObject({ revision: 'abc' });
    await expect(pass(SERVERS, () => false)).rejects.toBe(failure);
    expect(told).toEqual(['begin', 'end abc true', 'begin', 'end thrown true']);
  });
});

describe('the longest time between two rounds', () => {
  it.each([
    [{ kind: 'interval', millis: MINUTE } as const, 1.1 * MINUTE],
    [{ kind: 'cron', expression: '*/5 * * * *', timezone: 'UTC' } as const, 5 * MINUTE],
    [
      { kind: 'cron', expression: '0,10 8-17 * * *', timezone: 'UTC' } as const,
      15 * 60 * MINUTE - 10 * MINUTE,
    ],
    [{ kind: 'cron', expression: '0 0 30 2 *', timezone: 'UTC' } as const, 0],
  ])('of %j is %i ms', (every, millis) => {
    expect(longestGap(every, 0.1)).toBeCloseTo(millis, 0);
  });
});
