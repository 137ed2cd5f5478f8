import { TransientError } from '../core/model/errors.ts';
import type { PassEnd, PassWant } from '../engine/agent/pass-wants.ts';
import type { Log } from '../ports/log.ts';
import { failureFields } from './failure-fields.ts';
import { endServers, followServers } from './follow-servers.ts';
import type { HintSource, RunningHintSource } from './hint-source.ts';
import { createPace, type Pace } from './pace.ts';
import { createPassDiary } from './pass-diary.ts';
import { createPassQueue } from './pass-queue.ts';
import type { Rounds } from './rounds.ts';
import { createServerTicks, type ServerTicks } from './server-ticks.ts';
import { type AgentSignals, type Termination, watchTermination } from './termination.ts';
import { type Schedule, startTriggers } from './triggers.ts';

export interface AgentParts {
  /** True for one pass with all wants, without schedule and webhook. */
  readonly once: boolean;
  readonly schedule: Schedule;
  readonly pass: (wants: ReadonlySet<PassWant>, shouldStop: () => boolean) => Promise<PassEnd>;
  readonly log: Log;
  readonly signals: AgentSignals;
  /** Started and stopped here. */
  readonly webhook: HintSource | undefined;
  /** Called whenever it is looked whether a pass may run, also when none may. */
  readonly onTurn?: (() => void) | undefined;
}

const ALL: readonly PassWant[] = ['repository', 'pulls', 'scan'];

/**
 * Runs passes until it is asked to stop, whatever they throw, and returns when the last one has ended: `stopped`.
 * With `once` it is `done` or `failed` as the pass says, and what the pass throws is thrown. Throws `MistakeError`
 * before the first pass for a schedule that never comes and for a webhook that can't listen.
 */
export async function runAgent(parts: AgentParts): Promise<'stopped' | 'done' | 'failed'> {
  const termination = watchTermination(parts.signals, () => parts.log.info('Asked to stop'));
  return parts.once ? passOnce(parts, termination) : watch(parts, termination);
}

async function passOnce(parts: AgentParts, { isAsked }: Termination): Promise<'stopped' | 'done' | 'failed'> {
  // Without a listener the signal would end the process in the middle of an apply.
  parts.signals.onHangUp(() => undefined);
  const wants = new Set(ALL);
  const begun = performance.now();
  const first = await parts.pass(wants, isAsked);
  const diary = createPassDiary(parts.log);
  diary.ended({ wants, millis: performance.now() - begun }, first);
  const end = await followToEnd(parts, { first, isAsked });
  if (end.servers.held > 0) await endServers(parts.pass);
  if (isAsked()) return 'stopped';
  return first.isOk && end.isOk ? 'done' : 'failed';
}

/** A pass that throws is no reason to leave servers down. */
async function followToEnd(
  parts: AgentParts,
  following: Parameters<typeof followServers>[1],
): Promise<PassEnd> {
  try {
    return await followServers(parts.pass, following);
  } catch (error) {
    await leaveNoServerDown(parts);
    throw error;
  }
}

async function watch(parts: AgentParts, termination: Termination): Promise<'stopped'> {
  const { log } = parts;
  const pace = createPace((wants) => queue.want(...wants));
  const ticks = createServerTicks(() => queue.want('servers'));
  const queue = createPassQueue(passRunner(parts, { pace, ticks, termination }));
  const hurry = (wants: readonly PassWant[]) => {
    pace.hurry();
    queue.want(...wants);
  };
  parts.signals.onHangUp(() => {
    if (termination.isAsked()) return;
    log.info('Asked to look now');
    hurry(ALL);
  });
  const triggers = startTriggers(parts.schedule, {
    want: (wants) => queue.want(...wants),
    random: Math.random,
  });
  const hints = await startHints(parts.webhook, hurry, triggers);
  log.info('Watching');
  if (!termination.isAsked()) queue.want(...ALL);
  await termination.asked;
  triggers.stop();
  pace.stop();
  ticks.stop();
  // A pass must come to its end, whatever becomes of the hints.
  await Promise.allSettled([hints?.stop(), queue.stop()]);
  if (ticks.isUnderWay()) await leaveNoServerDown(parts);
  log.info('Stopped');
  return 'stopped';
}

async function startHints(
  webhook: HintSource | undefined,
  onHint: (wants: readonly PassWant[]) => void,
  triggers: Rounds,
): Promise<RunningHintSource | undefined> {
  try {
    return await webhook?.start(onHint);
  } catch (error) {
    triggers.stop();
    throw error;
  }
}

interface Runner {
  readonly pace: Pace;
  readonly ticks: ServerTicks;
  readonly termination: Termination;
}

/** Runs what may go now of what is wanted, and tells diary and pace what became of it. */
function passRunner(parts: AgentParts, { pace, ticks, termination: { isAsked } }: Runner) {
  const diary = createPassDiary(parts.log);
  return async (asked: ReadonlySet<PassWant>): Promise<void> => {
    parts.onTurn?.();
    // A server that is down waits for no forge: what is under way goes on however other things fail.
    const paced = pace.admit(new Set([...asked].filter((want) => want !== 'servers')));
    const wants = new Set<PassWant>([...paced, ...(asked.has('servers') ? (['servers'] as const) : [])]);
    if (wants.size === 0) return;
    const begun = performance.now();
    const millis = () => performance.now() - begun;
    try {
      const end = await parts.pass(wants, isAsked);
      if (paced.size > 0) pace.note(paced, end);
      ticks.note(end);
      diary.ended({ wants, millis: millis() }, end);
    } catch (error) {
      if (paced.size > 0) pace.note(paced, { isOk: false, retryAfterMillis: retryAfterOf(error) });
      ticks.failed();
      diary.threw({ wants, millis: millis() }, error);
    }
  };
}

async function leaveNoServerDown({ pass, log }: AgentParts): Promise<void> {
  try {
    const { servers } = await endServers(pass);
    if (servers.held > 0) log.error('Servers are left down', { servers: servers.held });
  } catch (error) {
    log.error('Nobody knows whether servers are left down', failureFields(error));
  }
}

function retryAfterOf(error: unknown): number | undefined {
  return error instanceof TransientError ? error.retryAfterMillis : undefined;
}
