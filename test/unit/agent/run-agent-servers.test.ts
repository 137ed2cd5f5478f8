import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentParts } from '../../../src/agent/run-agent.ts';
import { TransientError } from '../../../src/core/model/errors.ts';
import type { PassEnd } from '../../../src/engine/agent/pass-wants.ts';
import { passEnd, startAgent } from './agent-rig.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const every = (millis: number) => ({ kind: 'interval', millis }) as const;
const schedule = { poll: every(MINUTE), pulls: every(MINUTE), scan: every(60 * MINUTE), jitter: 0 };
const ALL = 'pulls,repository,scan';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const elapse = (millis: number) => vi.advanceTimersByTimeAsync(millis);
const under = (held: number, wakeInMillis = SECOND) => ({ servers: { wakeInMillis, busy: 1, held } });

type Answer = (run: number, wants: string) => Partial<PassEnd> | Error;

/** An agent that notes what its passes were asked for, and when. */
function watchAgent(answer: Answer, changes: Partial<AgentParts> = {}) {
  const runs: string[] = [];
  const begun = Date.now();
  const agent = startAgent({
    schedule,
    pass: async (asked) => {
      const wants = [...asked].sort().join(',');
      runs.push(`${(Date.now() - begun) / SECOND} ${wants}`);
      const end = answer(runs.length, wants);
      if (end instanceof Error) throw end;
      return passEnd(end);
    },
    ...changes,
  });
  const messages = () => agent.lines.map(({ message }) => message);
  return { ...agent, runs, messages };
}

describe('the agent with servers under way', () => {
  it('looks at them when they need it, between the looks of its schedule', async () => {
    const agent = watchAgent((run) => (run < 4 ? under(0, 2 * SECOND) : {}));
    await elapse(MINUTE + SECOND);
    expect(agent.runs).toEqual([`0 ${ALL}`, '2 servers', '4 servers', '6 servers', '60 pulls,repository']);
    agent.terminate();
    expect(await agent.ended).toBe('stopped');
  });

  it('goes on with them while other things fail and rest', async () => {
    const agent = watchAgent(() => ({ isOk: false, ...under(0, 3 * SECOND) }));
    await elapse(9 * SECOND + 1);
    expect(agent.runs).toEqual([`0 ${ALL}`, '3 servers', '6 servers', '9 servers']);
    agent.terminate();
    await elapse(MINUTE);
    expect(await agent.ended).toBe('stopped');
  });

  it('does so too while the forge asked to be left alone', async () => {
    const agent = watchAgent(() => ({ retryAfterMillis: 30 * MINUTE, ...under(0, 20 * SECOND) }));
    await elapse(2 * MINUTE + SECOND);
    expect(agent.runs.filter((run) => run.endsWith(' servers'))).toHaveLength(6);
    expect(agent.runs.filter((run) => run.endsWith('repository'))).toEqual([]);
    agent.terminate();
    await elapse(MINUTE);
    expect(await agent.ended).toBe('stopped');
  });

  it('looks again soon after a pass that threw, and rests with everything else', async () => {
    const agent = watchAgent((run) => (run === 2 ? new TypeError('a bug') : under(0, 2 * SECOND)));
    await elapse(8 * SECOND);
    expect(agent.runs).toEqual([`0 ${ALL}`, '2 servers', '7 servers']);
    agent.terminate();
    await elapse(MINUTE);
    expect(await agent.ended).toBe('stopped');
  });

  it('ends only when every server that is down was told to start', async () => {
    const agent = watchAgent((run, wants) => (wants === 'ending' && run > 4 ? under(0) : under(1)));
    await elapse(500);
    agent.terminate();
    await elapse(0);
    expect(agent.runs).toEqual([`0 ${ALL}`, '0.5 ending']);
    await elapse(2 * SECOND);
    expect(agent.messages().at(-1)).not.toBe('Stopped');
    await elapse(SECOND + 500);
    expect(await agent.ended).toBe('stopped');
    expect(agent.runs.slice(2)).toEqual(['1.5 ending', '2.5 ending', '3.5 ending']);
    expect(agent.messages().at(-1)).toBe('Stopped');
  });

  it('says so when servers are left down', async () => {
    const agent = watchAgent(() => under(2));
    await elapse(500);
    agent.terminate();
    await elapse(3 * MINUTE);
    expect(await agent.ended).toBe('stopped');
    const said = agent.lines.filter(({ level }) => level === 'error');
    expect(said).toEqual([{ level: 'error', message: 'Servers are left down', fields: { servers: 2 } }]);
  });

  it('says so when nobody knows, and ends all the same', async () => {
    const agent = watchAgent((run) => (run === 1 ? under(1) : new TypeError('a bug')));
    await elapse(500);
    agent.terminate();
    await elapse(SECOND);
    expect(await agent.ended).toBe('stopped');
    expect(agent.messages()).toContain('Nobody knows whether servers are left down');
  });

  it('ends at once where nothing is under way', async () => {
    const agent = watchAgent(() => ({}));
    await elapse(500);
    agent.terminate();
    await elapse(0);
    expect(await agent.ended).toBe('stopped');
    expect(agent.runs).toEqual([`0 ${ALL}`]);
  });
});

describe('the agent for one pass with servers under way', () => {
  it('stays until they do well', async () => {
    const agent = watchAgent((run) => (run < 4 ? under(1) : {}), { once: true });
    await elapse(10 * SECOND);
    expect(await agent.ended).toBe('done');
    expect(agent.runs).toEqual([`0 ${ALL}`, '1 servers', '2 servers', '3 servers']);
  });

  it('failed when the first or the last of its passes did', async () => {
    const first = watchAgent((run) => (run === 1 ? { isOk: false, ...under(0) } : {}), { once: true });
    const last = watchAgent((run) => (run === 1 ? under(0) : { isOk: false }), { once: true });
    await elapse(10 * SECOND);
    expect([await first.ended, await last.ended]).toEqual(['failed', 'failed']);
  });

  it('brings up what is down when it is asked to stop, and watches nothing more', async () => {
    const agent = watchAgent((_, wants) => (wants === 'ending' ? under(0) : under(1)), { once: true });
    await elapse(1500);
    agent.terminate();
    await elapse(10 * SECOND);
    expect(await agent.ended).toBe('stopped');
    expect(agent.runs).toEqual([`0 ${ALL}`, '1 servers', '2 servers', '2 ending']);
  });

  it('leaves none down when a pass throws, which it then throws', async () => {
    const away = new TransientError('locked', 'Wait.');
    const agent = watchAgent((run) => [under(1), away, under(1), under(0)][run - 1] ?? under(0), {
      once: true,
    });
    const ended = expect(agent.ended).rejects.toBe(away);
    await elapse(10 * SECOND);
    await ended;
    expect(agent.runs).toEqual([`0 ${ALL}`, '1 servers', '1 ending', '2 ending']);
  });
});
