import type { InstanceId } from '../../core/model/instance.ts';
import type { InstancePlan } from '../../core/model/plan.ts';
import { SERVER_CODES } from '../../core/model/server-codes.ts';
import { isSafeToWriteLive } from '../../core/plan/decide-activation.ts';
import type { InstanceOutcome } from '../apply/apply-plan.ts';
import { isChanged } from '../gates.ts';
import type { MadePlan } from '../make-plan.ts';
import {
  type ActivationNote,
  forgetActivation,
  listActivations,
  type Reload,
  readActivation,
  writeActivation,
} from './activation-note.ts';
import { beginReload } from './begin-activation.ts';
import { readLoadErrors } from './read-log.ts';
import { beginningOf, type RoundInput, revisionCause, type Steered } from './round.ts';
import { startAgain } from './start-again.ts';
import { removeWaiting } from './waiting-notes.ts';

/** How long a server that is down waits for a plan that can be applied. */
const PATIENCE_MILLIS = 60_000;

/** What was noted of servers that are about to be written live, by instance. */
type Announced = ReadonlyMap<InstanceId, ActivationNote | undefined>;

/**
 * Notes that running servers have to be told of files, before those are written: whoever goes on after a crash can't see
 * it on the files. Gives what was noted before.
 */
export function announceLiveWrites(steered: Steered, input: RoundInput): Announced {
  const announced = new Map<InstanceId, ActivationNote | undefined>();
  for (const plan of input.plans) {
    const before = readActivation(steered.amp.notes, plan.instance.id);
    if (plan.blocked !== undefined || before?.step === 'down' || input.shouldStop()) continue;
    if (announceLiveWrite(steered, input, plan)) announced.set(plan.instance.id, before);
  }
  return announced;
}

/** A server that is down reads its files when somebody starts it; only a running one has to be told. */
function announceLiveWrite(steered: Steered, input: RoundInput, plan: InstancePlan): boolean {
  const { notes } = steered.amp;
  const isRunning = input.made.looks.get(plan.instance.id)?.state === 'ready';
  const beginning = beginningOf(steered, input, plan.instance);
  if (!isRunning || beginning === undefined || !isChanged(plan) || !isSafeToWriteLive(plan.files))
    return false;
  const cause = revisionCause(input, plan.instance);
  const errors = readLoadErrors(steered.host, beginning.address.root);
  beginReload(notes, { ...beginning, cause, errors, reloads: reloadsOf(plan) });
  return true;
}

export interface Writes {
  readonly announced: Announced;
  readonly outcomes: readonly InstanceOutcome[];
}

/** Starts the servers that were stopped for their files, and reloads those that were written while they run. */
export function followWrites(steered: Steered, input: RoundInput, { announced, outcomes }: Writes): void {
  const byInstance = new Map(outcomes.map((outcome) => [outcome.instance, outcome]));
  for (const plan of input.plans) {
    const { id } = plan.instance;
    const outcome = byInstance.get(id);
    const note = readActivation(steered.amp.notes, id);
    if (note?.step === 'down') followStopped(steered, input, { note, plan, outcome });
    else if (outcome?.kind === 'applied') followLive(steered, announced.has(id) ? note : undefined, outcome);
    else if (announced.has(id)) putBack(steered, plan, announced.get(id));
  }
  startForgotten(steered, input.made);
}

/** Whatever became of the write, a server that homeamp stopped is started again. */
function followStopped(steered: Steered, input: RoundInput, { note, plan, outcome }: Stopped): void {
  const now = steered.host.clock.now();
  if (outcome?.kind === 'applied') {
    startAgain(steered, note, { runId: outcome.id, cause: revisionCause(input, plan.instance) });
  } else if (!mayBeWrittenYet({ note, plan, outcome }, now)) {
    startAgain(steered, note, { trouble: troubleOf(plan, outcome) });
  }
}

/** Starts servers that are down and that no plan is made for: the fleet no longer names them, or nobody asked for them. */
export function startForgotten(steered: Steered, { plan }: Pick<MadePlan, 'plan'>): void {
  const planned = new Set(plan.instances.map(({ instance }) => instance.id));
  for (const note of listActivations(steered.amp.notes)) {
    if (note.step === 'down' && !planned.has(note.instance.id)) startAgain(steered, note);
  }
}

interface Stopped {
  readonly note: ActivationNote;
  readonly plan: InstancePlan;
  readonly outcome: InstanceOutcome | undefined;
}

/** A file that was saved between the plan and the write is known to the next plan. */
function mayBeWrittenYet({ note, plan, outcome }: Stopped, now: number): boolean {
  // It was not seen down by whoever made the plan: what it does is found out before anything else.
  if (plan.blocked?.code === SERVER_CODES.restarting) return true;
  if (now >= note.stepAt + PATIENCE_MILLIS) return false;
  if (outcome?.kind === 'skipped') return true;
  return outcome?.kind === 'failed' && PASSING.has(outcome.failure.kind);
}

const PASSING: ReadonlySet<string> = new Set(['stale-plan', 'transient']);

/** What would come of it again, so that the server must not be stopped for it once more. */
function troubleOf({ blocked }: InstancePlan, outcome: InstanceOutcome | undefined): string | null {
  if (outcome?.kind === 'failed') return outcome.failure.message;
  return blocked?.code === SERVER_CODES.ampSetting ? blocked.message : null;
}

function followLive(
  { amp }: Steered,
  announced: ActivationNote | undefined,
  { instance, id }: Extract<InstanceOutcome, { kind: 'applied' }>,
): void {
  removeWaiting(amp.notes, instance);
  if (announced !== undefined) writeActivation(amp.notes, { ...announced, runId: id });
}

function putBack({ amp }: Steered, { instance }: InstancePlan, before: ActivationNote | undefined): void {
  if (before === undefined) forgetActivation(amp.notes, instance.id);
  else writeActivation(amp.notes, before);
}

/** Each command once, in the order of the files. */
function reloadsOf(plan: InstancePlan): readonly Omit<Reload, 'isConfirmed'>[] {
  const reloads = new Map<string, Omit<Reload, 'isConfirmed'>>();
  for (const { file, changes } of plan.files) {
    const { reload, expect } = file.activation;
    if (changes.length > 0 && reload !== undefined && !reloads.has(reload)) {
      reloads.set(reload, { command: reload, expect: expect ?? null });
    }
  }
  return [...reloads.values()];
}
