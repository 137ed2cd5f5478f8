import { OperatingError } from '../../core/model/errors.ts';
import {
  type ActivationNote,
  type ActivationStep,
  listActivations,
  restOf,
  writeActivation,
} from './activation-note.ts';
import { whyText } from './look-at-server.ts';
import type { Steered } from './round.ts';
import { settleActivation } from './settle-activation.ts';
import { awaitFiles } from './steps/await-files.ts';
import { backUpFirst, countDown, tellCancelled } from './steps/before-stop.ts';
import { measure } from './steps/measure.ts';
import { reloadServer } from './steps/reload-server.ts';
import { restoreServer, startServer } from './steps/start-server.ts';
import type { RunStep, StepEnd } from './steps/step.ts';
import { stopServer } from './steps/stop-server.ts';
import { takeBack } from './steps/take-back.ts';
import { watchServer } from './steps/watch-server.ts';

export interface Tended {
  /** True when an instance reached another step or an end, so that the reports are old. */
  readonly hasMoved: boolean;
  /** True when a server is down and waits for its files. */
  readonly needsPlan: boolean;
}

const RETRY_MILLIS = 5000;
const MAX_MOVES = 12;

const STEPS: Readonly<Record<ActivationStep, RunStep>> = {
  measuring: measure,
  'backing-up': backUpFirst,
  'counting-down': countDown,
  stopping: stopServer,
  down: awaitFiles,
  starting: startServer,
  reloading: reloadServer,
  watching: watchServer,
  undoing: takeBack,
  restoring: restoreServer,
};

/** Takes everything that is under way on this host, or those of it that are wanted, as far as it goes at this moment. */
export async function tendActivations(
  { host, amp, log }: Steered,
  isWanted: (note: ActivationNote) => boolean = () => true,
): Promise<Tended> {
  let hasMoved = false;
  for (const note of listActivations(amp.notes).filter(isWanted)) {
    const isDue = restOf(note, host.clock.now()) === 0;
    if (isDue && (await tendOne({ host, amp, log }, note))) hasMoved = true;
  }
  return { hasMoved, needsPlan: listActivations(amp.notes).some(isAwaitingFiles) };
}

function isAwaitingFiles({ step, downSince }: ActivationNote): boolean {
  return step === 'down' && downSince !== null;
}

/** True when it reached another step or an end, or something else is in its way. */
async function tendOne(tending: Steered, first: ActivationNote): Promise<boolean> {
  const { amp, host } = tending;
  let note = awake(first, host.clock.now());
  for (let moves = 0; moves < MAX_MOVES; moves += 1) {
    const end = await runStep(tending, note);
    if (end.kind === 'done') {
      settleActivation(tending, end);
      return true;
    }
    const wakeAt = host.clock.now() + (end.kind === 'stay' ? end.wakeInMillis : 0);
    note = { ...end.note, wakeAt };
    writeActivation(amp.notes, note);
    if (end.kind === 'stay') return moves > 0 || note.hiccup !== first.hiccup;
    tellStep(tending, note);
  }
  return true;
}

/** Nobody looked for so long: the agent or the whole host was down. */
const ABSENCE_MILLIS = 30_000;

/** Time in which nobody looked counts against no server, and tells nothing of it. */
function awake(note: ActivationNote, now: number): ActivationNote {
  const away = now - note.wakeAt;
  if (away < ABSENCE_MILLIS) return note;
  const orderedAt = note.orderedAt === null ? null : now;
  // A watch looks for so long; other steps have times of their own.
  const stepAt = note.step === 'watching' ? note.stepAt + away : note.stepAt;
  return { ...note, stepAt, orderedAt, downSince: null };
}

/** AMP that is away or refuses ends no step: it is tried again, and until then it is shown. */
async function runStep(tending: Steered, note: ActivationNote): Promise<StepEnd> {
  const { host, amp, log } = tending;
  const now = host.clock.now();
  let kept = note;
  const keep = (next: ActivationNote) => {
    kept = next;
    writeActivation(amp.notes, next);
  };
  try {
    const fresh = note.hiccup === null ? note : { ...note, hiccup: null };
    return await STEPS[note.step]({ host, amp, note: fresh, now, keep });
  } catch (failure) {
    if (!(failure instanceof OperatingError)) throw failure;
    const { instance, step } = note;
    const why = whyText(failure);
    if (note.hiccup !== why) log.warn('a step has to be tried again', { instance: instance.id, step, why });
    if (failure.kind === 'mistake' && isBeforeStop(kept) && now >= kept.stepAt + PATIENCE_MILLIS) {
      await tellCancelled({ host, amp, note: kept, now, keep });
      return { kind: 'done', note: { ...kept, trouble: why }, end: 'given-up' };
    }
    return { kind: 'stay', note: { ...kept, hiccup: why }, wakeInMillis: RETRY_MILLIS };
  }
}

/** How long AMP may refuse something before the server is left as it is. */
const PATIENCE_MILLIS = 60_000;
const BEFORE_STOP: ReadonlySet<ActivationStep> = new Set(['measuring', 'backing-up', 'counting-down']);

function isBeforeStop({ step, orderedAt }: ActivationNote): boolean {
  return BEFORE_STOP.has(step) || (step === 'stopping' && orderedAt === null);
}

function tellStep({ log }: Steered, { instance, step, trouble }: ActivationNote): void {
  const why = trouble === null ? {} : { why: trouble };
  log.info('a server is on its way', { instance: instance.id, step, ...why });
}
