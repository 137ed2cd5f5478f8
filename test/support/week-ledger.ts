import type { Span } from './week-time.ts';

/** A change that was merged. */
export interface Merge {
  readonly name: string;
  readonly at: number;
  readonly sha: string;
  /** Instances whose files it changes. */
  readonly touches: readonly string[];
  /** `bad`: a server does not bear it. `revert`: what production never had is taken back. */
  readonly kind: 'good' | 'bad' | 'revert';
}

/** Somebody changed a live file by hand. */
export interface HandEdit {
  readonly at: number;
  readonly instance: string;
  readonly path: string;
}

/** Somebody did something to a server in AMP, or to AMP itself. */
export interface Act {
  readonly at: number;
  readonly instance: string;
  readonly what: 'stop' | 'start' | 'daemon-down' | 'crash';
}

export interface Order {
  readonly at: number;
  readonly instance: string;
}

export interface Pause extends Span {
  readonly host: string;
}

/** What people did in the week, and what was found on the way. */
export interface Ledger {
  readonly merges: Merge[];
  readonly edits: HandEdit[];
  readonly acts: Act[];
  readonly orders: Order[];
  readonly pauses: Pause[];
  /** Such as `Pending waiting`: states and their reasons, as reports gave them. */
  readonly reached: Map<string, number>;
  readonly complaints: string[];
  passes: number;
  ticks: number;
}

export function createLedger(): Ledger {
  return {
    merges: [],
    edits: [],
    acts: [],
    orders: [],
    pauses: [],
    reached: new Map(),
    complaints: [],
    passes: 0,
    ticks: 0,
  };
}
