import type { InstancePlan } from '../../core/model/plan.ts';
import { SERVER_CODES } from '../../core/model/server-codes.ts';
import { isSafeToWriteLive } from '../../core/plan/decide-activation.ts';
import { findLoadErrors } from '../../core/plan/load-errors.ts';
import type { InstanceOutcome } from '../apply/apply-plan.ts';
import { isChanged } from '../gates.ts';
import {
  type ActivationNote,
  atStep,
  type Reload,
  readActivation,
  writeActivation,
} from './activation-note.ts';
import { beginReload } from './begin-activation.ts';
import { readLogLines } from './read-log.ts';
import { beginningOf, type RoundInput, revisionCause, type Steered } from './round.ts';
import { removeWaiting } from './waiting-notes.ts';

/** How long a server that is down waits for a plan that can be applied. */
const PATIENCE_MILLIS = 60_000;

/** Starts the servers that were stopped for their files, and reloads those that were written while they run. */
export function followWrites(
  steered: Steered,
  input: RoundInput,
  outcomes: readonly InstanceOutcome[],
): void {
  const byInstance = new Map(outcomes.map((outcome) => [outcome.instance, outcome]));
  for (const plan of input.plans) {
    const outcome = byInstance.get(plan.instance.id);
    const note = readActivation(steered.amp.notes, plan.instance.id);
    if (note?.step === 'down') followStopped(steered, note, { plan, outcome });
    else if (outcome?.kind === 'applied') followLive(steered, input, { plan, runId: outcome.id });
  }
}

/** Whatever became of the write, a server that homeamp stopped is started again. */
function followStopped({ host, amp }: Steered, note: ActivationNote, { plan, outcome }: Stopped): void {
  const now = host.clock.now();
  const start = (more: Partial<ActivationNote>): void =>
    writeActivation(amp.notes, { ...atStep(note, { step: 'starting', now }), lines: [], ...more });
  if (outcome?.kind === 'applied') start({ runId: outcome.id });
  else if (!mayBeWrittenYet(note, outcome, now)) start({ trouble: troubleOf(plan, outcome) });
}

interface Stopped {
  readonly plan: InstancePlan;
  readonly outcome: InstanceOutcome | undefined;
}

/** A file that was saved between the plan and the write is known to the next plan. */
function mayBeWrittenYet(note: ActivationNote, outcome: InstanceOutcome | undefined, now: number): boolean {
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

interface LiveWrite {
  readonly plan: InstancePlan;
  readonly runId: string;
}

/** A server that is down reads its files when somebody starts it; only a running one has to be told. */
function followLive(steered: Steered, input: RoundInput, { plan, runId }: LiveWrite): void {
  const { amp } = steered;
  removeWaiting(amp.notes, plan.instance.id);
  const look = input.made.looks.get(plan.instance.id);
  const beginning = beginningOf(steered, input, plan.instance);
  if (look?.state !== 'ready' || beginning === undefined || !isSafeToWriteLive(plan.files)) return;
  const cause = revisionCause(input, plan.instance);
  const errors = findLoadErrors(readLogLines(steered.host.files, beginning.address.root));
  beginReload(amp.notes, { ...beginning, cause, runId, errors, reloads: reloadsOf(plan) });
}

/** Each command once, in the order of the files. */
function reloadsOf(plan: InstancePlan): readonly Omit<Reload, 'isConfirmed'>[] {
  const reloads = new Map<string, Omit<Reload, 'isConfirmed'>>();
  if (!isChanged(plan)) return [];
  for (const { file, changes } of plan.files) {
    const { reload, expect } = file.activation;
    if (changes.length > 0 && reload !== undefined && !reloads.has(reload)) {
      reloads.set(reload, { command: reload, expect: expect ?? null });
    }
  }
  return [...reloads.values()];
}
