import type { ServerLook } from '../../../core/model/server-look.ts';
import type { AmpHands, HostWriters } from '../../apply/host-writers.ts';
import { type ActivationNote, type ActivationStep, atStep } from '../activation-note.ts';
import { lookAtServer } from '../look-at-server.ts';

/** What a step works with: one instance on its way, at one moment. */
export interface StepInput {
  readonly host: HostWriters;
  readonly amp: AmpHands;
  readonly note: ActivationNote;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  /** Keeps the note before an effect, so that whoever goes on after a crash knows that it may have happened. */
  readonly keep: (note: ActivationNote) => void;
}

export type StepEnd =
  /** Nothing to do before this time has passed. */
  | { readonly kind: 'stay'; readonly note: ActivationNote; readonly wakeInMillis: number }
  | { readonly kind: 'go'; readonly note: ActivationNote }
  | { readonly kind: 'done'; readonly note: ActivationNote; readonly end: ActivationEnd };

/**
 * `healthy`: the server runs on the new values. `called-off`: it was not stopped, and nothing changed. `taken-back`: it
 * runs on the old files. `unloaded`: the new files are there, and the server must be restarted before it uses them.
 * `given-up`: a person must look at the server.
 */
export type ActivationEnd = 'healthy' | 'called-off' | 'taken-back' | 'unloaded' | 'given-up';

export type RunStep = (input: StepInput) => Promise<StepEnd>;

export const POLL_MILLIS = 1000;

export function stay(note: ActivationNote, wakeInMillis: number = POLL_MILLIS): StepEnd {
  return { kind: 'stay', note, wakeInMillis: Math.max(100, wakeInMillis) };
}

/** The beginning of another step. */
export function go(
  { note, now }: Pick<StepInput, 'note' | 'now'>,
  step: ActivationStep,
  more: Partial<ActivationNote> = {},
): StepEnd {
  return { kind: 'go', note: { ...atStep(note, { step, now }), ...more } };
}

export function done(note: ActivationNote, end: ActivationEnd, trouble = note.trouble): StepEnd {
  return { kind: 'done', note: { ...note, trouble }, end };
}

export function look({ host, note }: StepInput) {
  return lookAtServer(host, note);
}

const BLIND_MILLIS = 5000;

/** Nobody knows what the server does: nothing is done, nothing that takes time counts against it, and it is told why. */
export function blind({ note, now }: StepInput, { detail }: ServerLook): StepEnd {
  const orderedAt = note.orderedAt === null ? null : now;
  return stay({ ...note, orderedAt, downSince: null, hiccup: detail }, BLIND_MILLIS);
}
