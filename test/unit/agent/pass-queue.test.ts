import { describe, expect, it } from 'vitest';
import { createPassQueue } from '../../../src/agent/pass-queue.ts';

/** A pass that goes on until it is let go, and what was run. */
function slowPasses() {
  const runs: string[][] = [];
  let open: (() => void) | undefined;
  const queue = createPassQueue(async (wants) => {
    runs.push([...wants].sort());
    await new Promise<void>((resolve) => {
      open = resolve;
    });
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const letGo = async () => {
    open?.();
    await turn();
  };
  return { queue, runs, letGo, turn };
}

describe('the queue of passes', () => {
  it('folds what is wanted in one turn into one pass', async () => {
    const { queue, runs, turn } = slowPasses();
    queue.want('repository');
    queue.want('pulls', 'repository');
    await turn();
    expect(runs).toEqual([['pulls', 'repository']]);
  });

  it('folds what is wanted while a pass runs into one following pass', async () => {
    const { queue, runs, letGo, turn } = slowPasses();
    queue.want('repository');
    await turn();
    for (let count = 0; count < 100; count += 1) queue.want('repository', 'scan');
    await turn();
    expect(runs).toEqual([['repository']]);
    await letGo();
    await letGo();
    await queue.idle();
    expect(runs).toEqual([['repository'], ['repository', 'scan']]);
  });

  it('runs nothing when nothing is wanted', async () => {
    const { queue, runs } = slowPasses();
    queue.want();
    await queue.idle();
    expect(runs).toEqual([]);
  });

  it('lets the running pass end when it is stopped, and begins no other', async () => {
    const { queue, runs, letGo, turn } = slowPasses();
    queue.want('repository');
    await turn();
    queue.want('scan');
    let isStopped = false;
    const stop = queue.stop().then(() => {
      isStopped = true;
    });
    await turn();
    expect(isStopped).toBe(false);
    queue.want('pulls');
    await letGo();
    await stop;
    await turn();
    expect(runs).toEqual([['repository']]);
  });

  it('begins nothing when it is stopped in the turn of the want', async () => {
    const { queue, runs } = slowPasses();
    queue.want('repository');
    await queue.stop();
    expect(runs).toEqual([]);
  });

  it('goes on after passes that throw', async () => {
    let runs = 0;
    const queue = createPassQueue((wants) => {
      runs += 1;
      if (wants.has('scan')) throw new Error('at once');
      return Promise.reject(new Error('later'));
    });
    for (const want of ['scan', 'pulls', 'repository'] as const) {
      queue.want(want);
      await queue.idle();
    }
    expect(runs).toBe(3);
  });

  it('never runs two passes at once, whenever they are wanted', async () => {
    let running = 0;
    let most = 0;
    let done = 0;
    const queue = createPassQueue(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      done += 1;
    });
    for (let turn = 0; turn < 200; turn += 1) {
      queue.want('pulls');
      await Promise.resolve();
      if (turn % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await queue.idle();
    expect(most).toBe(1);
    expect(done).toBeGreaterThan(5);
  });
});
