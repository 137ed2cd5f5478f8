import { OperatingError } from '../../core/model/errors.ts';
import type { Log } from '../../ports/log.ts';
import type { AmpHands, HostWriters } from '../apply/host-writers.ts';
import {
  type ActivationNote,
  type ActivationStep,
  listActivations,
  restOf,
  writeActivation,
} from './activation-note.ts';
import { settleActivation } from './settle-activation.ts';
import { backUpFirst, countDown } from './steps/before-stop.ts';
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

const STEPS: Readonly<Record<Exclude<ActivationStep, 'down'>, RunStep>> = {
  measuring: measure,
  'backing-up': backUpFirst,
  'counting-down': countDown,
  stopping: stopServer,
  starting: startServer,
  reloading: reloadServer,
  watching: watchServer,
  undoing: takeBack,
  restoring: restoreServer,
};

/** Takes everything that is under way on this host as far as it goes at this moment. */
export async function tendActivations(host: HostWriters, amp: AmpHands, log: Log): Promise<Tended> {
  let hasMoved = false;
  for (const note of listActivations(amp.notes)) {
    const isDue = restOf(note, host.clock.now()) === 0;
    if (isDue && (await tendOne({ host, amp, log }, note))) hasMoved = true;
  }
  return { hasMoved, needsPlan: listActivations(amp.notes).some(({ step }) => step === 'down') };
}

interface Tending {
  readonly host: HostWriters;
  readonly amp: AmpHands;
  readonly log: Log;
}

/** True when it reached another step or an end. */
async function tendOne(tending: Tending, first: ActivationNote): Promise<boolean> {
  const { amp, host } = tending;
  let note = first;
  for (let moves = 0; moves < MAX_MOVES; moves += 1) {
    // Its files come with the next plan.
    if (note.step === 'down') return moves > 0;
    const end = await runStep(tending, note);
    if (end.kind === 'done') {
      settleActivation(tending, end);
      return true;
    }
    const wakeAt = host.clock.now() + (end.kind === 'stay' ? end.wakeInMillis : 0);
    note = { ...end.note, wakeAt };
    writeActivation(amp.notes, note);
    if (end.kind === 'stay') return moves > 0;
    tellStep(tending, note);
  }
  return true;
}

/** AMP that is away or refuses ends no step: it is tried again, and until then it is shown. */
async function runStep({ host, amp, log }: Tending, note: ActivationNote): Promise<StepEnd> {
  if (note.step === 'down') throw new TypeError('a server that is down needs a plan');
  let kept = note;
  const keep = (next: ActivationNote) => {
    kept = next;
    writeActivation(amp.notes, next);
  };
  try {
    const fresh = note.hiccup === null ? note : { ...note, hiccup: null };
    return await STEPS[note.step]({ host, amp, note: fresh, now: host.clock.now(), keep });
  } catch (failure) {
    if (!(failure instanceof OperatingError)) throw failure;
    const { instance, step } = note;
    const why = failure.message;
    if (note.hiccup !== why) log.warn('a step has to be tried again', { instance: instance.id, step, why });
    if (failure.kind === 'mistake' && BEFORE_STOP.has(step)) {
      return { kind: 'done', note: { ...kept, trouble: why }, end: 'given-up' };
    }
    return { kind: 'stay', note: { ...kept, hiccup: why }, wakeInMillis: RETRY_MILLIS };
  }
}

const BEFORE_STOP: ReadonlySet<ActivationStep> = new Set(['measuring', 'backing-up', 'counting-down']);

function tellStep({ log }: Tending, { instance, step, trouble }: ActivationNote): void {
  const why = trouble === null ? {} : { why: trouble };
  log.info('a server is on its way', { instance: instance.id, step, ...why });
}
