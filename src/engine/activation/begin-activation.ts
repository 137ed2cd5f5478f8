import type { Instance } from '../../core/model/instance.ts';
import type { ActivationPolicy } from '../../core/model/policy.ts';
import type { Notes } from '../../ports/notes.ts';
import {
  type ActivationCause,
  type ActivationNote,
  type Reload,
  writeActivation,
} from './activation-note.ts';
import type { ServerAddress } from './look-at-server.ts';

export interface Beginning {
  readonly instance: Instance;
  readonly address: ServerAddress;
  readonly policy: ActivationPolicy;
  readonly cause: ActivationCause;
  readonly now: number;
  /** How long the instance's stage soaks, in milliseconds. */
  readonly soakMillis: number;
}

/** Puts a server on its way to a restart; the files are written when it is down. */
export function beginRestart(
  notes: Notes,
  beginning: Beginning & {
    readonly isForced: boolean;
    readonly runId: string | null;
    /** AMP's own settings that the change is about. */
    readonly nodes: readonly string[];
  },
): ActivationNote {
  const { isForced, runId, nodes } = beginning;
  const note = { ...noteOf(beginning, 'measuring'), isForced, runId, nodes };
  writeActivation(notes, note);
  return note;
}

export interface BeginningReload extends Beginning {
  readonly reloads: readonly Omit<Reload, 'isConfirmed'>[];
  /** What did not load before: it counts against nothing. */
  readonly errors: readonly string[];
}

/** Puts a running server on its way to files that are about to be written under it. */
export function beginReload(notes: Notes, beginning: BeginningReload): ActivationNote {
  const { errors } = beginning;
  const reloads = beginning.reloads.map((reload) => ({ ...reload, isConfirmed: false }));
  const before = { errors, plugins: null, answeredPing: false };
  const note = { ...noteOf(beginning, 'reloading'), reloads, before };
  writeActivation(notes, note);
  return note;
}

function noteOf(
  { instance, address, policy, cause, now, soakMillis }: Beginning,
  step: ActivationNote['step'],
): ActivationNote {
  const { id, name, platform, groups } = instance;
  return {
    instance: { id, name, platform, groups },
    ...address,
    step,
    stepAt: now,
    begunAt: now,
    cause,
    policy,
    isForced: false,
    told: null,
    orderedAt: null,
    orders: 0,
    downSince: null,
    upSince: null,
    restartedAt: null,
    runId: null,
    reloads: [],
    nodes: [],
    settings: [],
    before: { errors: [], plugins: null, answeredPing: false },
    lines: [],
    watchMillis: Math.max(policy.health.watchMillis, soakMillis),
    trouble: null,
    hiccup: null,
    wakeAt: now,
  };
}
