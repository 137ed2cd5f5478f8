import type { Instance, InstanceId } from '../../core/model/instance.ts';
import type { ActivationPolicy } from '../../core/model/policy.ts';
import type { Notes } from '../../ports/notes.ts';
import { jsonNote } from '../json-note.ts';

/**
 * Where an instance is on its way to new files. Whoever goes on after a crash may find more done than is noted: what is
 * written or stopped is looked at first, and what does no harm twice is done once more. `down`: confirmed, files may be
 * written. `undoing` and `restoring`: the old files come back.
 */
export type ActivationStep =
  | 'measuring'
  | 'backing-up'
  | 'counting-down'
  | 'stopping'
  | 'down'
  | 'starting'
  | 'reloading'
  | 'watching'
  | 'undoing'
  | 'restoring';

export interface ActivationNote {
  readonly instance: Pick<Instance, 'id' | 'name' | 'platform' | 'groups'>;
  /** AMP's InstanceName. */
  readonly server: string;
  readonly root: string;
  readonly step: ActivationStep;
  /** When the step began; all times in milliseconds since 1970, UTC. */
  readonly stepAt: number;
  readonly begunAt: number;
  readonly cause: ActivationCause;
  /** As it was when this began: what has begun is finished by the same rules. */
  readonly policy: ActivationPolicy;
  /** Players are on, and the longest delay is over. */
  readonly isForced: boolean;
  /** The milestone that players were told last. */
  readonly told: number | null;
  /** When the last order to stop or start was given in this step. */
  readonly orderedAt: number | null;
  readonly orders: number;
  /** When the server was first seen down in this step, without a break since. */
  readonly downSince: number | null;
  /** When the run that is watched began; null while it was not seen. */
  readonly upSince: number | null;
  /** When it was seen last to have been started again while it was watched. */
  readonly restartedAt: number | null;
  /** What was written, by its id in the history; null while nothing was, or for a restart alone. */
  readonly runId: string | null;
  /** Reload commands that were sent, with what their answer must match. */
  readonly reloads: readonly Reload[];
  /** AMP's own settings that are to be changed while the server is down. */
  readonly nodes: readonly string[];
  /** AMP's own settings that were changed, with the values before. */
  readonly settings: readonly ChangedSetting[];
  /** What was true before, so that only what is new counts against the change. */
  readonly before: HealthBefore;
  /** Console lines that were seen since this began and that matter. */
  readonly lines: readonly string[];
  /** How long the server is watched once it is ready, its stage's soak time included. */
  readonly watchMillis: number;
  /** Why it is taken back, or why it goes on although something is wrong; null where all is well. */
  readonly trouble: string | null;
  /** Why the step has to be tried again; null as soon as it goes on. */
  readonly hiccup: string | null;
  /** Nothing has to be done before. */
  readonly wakeAt: number;
}

export interface ActivationCause {
  readonly kind: 'revision' | 'order';
  /** Of what a person sees of the change; empty for an order. */
  readonly digest: string;
  readonly revision: string;
  readonly planId: string;
  /** Who ordered it and why; empty for a revision. */
  readonly by: string;
  readonly reason: string;
}

export interface Reload {
  readonly command: string;
  readonly expect: string | null;
  readonly isConfirmed: boolean;
}

export interface ChangedSetting {
  readonly node: string;
  readonly before: string;
}

export interface HealthBefore {
  readonly errors: readonly string[];
  /** Null where the server could not be asked. */
  readonly plugins: readonly string[] | null;
  readonly answeredPing: boolean;
}

const PREFIX = 'activation/';

export function readActivation(notes: Pick<Notes, 'get'>, instance: InstanceId): ActivationNote | undefined {
  return noteOf(instance).read(notes);
}

export function writeActivation(notes: Notes, note: ActivationNote): void {
  noteOf(note.instance.id).write(notes, note);
}

export function forgetActivation(notes: Notes, instance: InstanceId): void {
  noteOf(instance).write(notes, undefined);
}

/** Everything that is under way on this host, by instance. */
export function listActivations(notes: Pick<Notes, 'get' | 'names'>): readonly ActivationNote[] {
  return notes
    .names(PREFIX)
    .map((name) => readActivation(notes, name.slice(PREFIX.length) as InstanceId))
    .filter((note) => note !== undefined);
}

function noteOf(instance: InstanceId) {
  return jsonNote<ActivationNote>(`${PREFIX}${instance}`);
}

const LONGEST_REST_MILLIS = 60_000;

/** Milliseconds until there is something to do; a clock that went back makes nobody wait for long. */
export function restOf({ wakeAt }: ActivationNote, now: number): number {
  const rest = wakeAt - now;
  return rest > LONGEST_REST_MILLIS ? 0 : Math.max(0, rest);
}

/** The note at the beginning of another step. */
export function atStep(
  note: ActivationNote,
  { step, now }: { readonly step: ActivationStep; readonly now: number },
): ActivationNote {
  return {
    ...note,
    step,
    stepAt: now,
    orderedAt: null,
    orders: 0,
    downSince: null,
    upSince: null,
    restartedAt: null,
    wakeAt: now,
  };
}

/** The last look of a watch comes a moment after its end. */
const LAST_LOOK_MILLIS = 2000;

/**
 * True while the server is or soon will be down, or was started so lately that nobody knows how it does. What goes on
 * for longer, while its stage soaks, keeps nobody waiting.
 */
export function isBusy(note: ActivationNote, now: number): boolean {
  return note.step !== 'watching' || now < note.stepAt + note.policy.health.watchMillis + LAST_LOOK_MILLIS;
}

const HELD_DOWN: ReadonlySet<ActivationStep> = new Set(['stopping', 'down', 'undoing']);

/** True while homeamp keeps the server from its players: it stops it, has stopped it, or has yet to start it. */
export function isHeldDown({ step, orderedAt }: ActivationNote): boolean {
  const isBeforeStart = (step === 'starting' || step === 'restoring') && orderedAt === null;
  return HELD_DOWN.has(step) || isBeforeStart;
}
