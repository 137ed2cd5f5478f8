/** Nothing is said, so that a server that lacks the key is right. */
export const NONE = -2;
/** `!absent` is said. */
export const ABSENT = -3;

/** The members of a baseline or a variable in their wider layers; members go by their position. */
export interface Roster {
  readonly size: number;
  readonly hosts: readonly RosterSet[];
  /** In the fleet's order: a later one wins. */
  readonly groups: readonly RosterSet[];
}

export interface RosterSet {
  readonly name: string;
  readonly positions: readonly number[];
}

/** What each layer says, as numbers of values or `ABSENT`. */
export interface Layering {
  /** `NONE` where the widest layer says nothing. */
  readonly base: number;
  /** In the roster's order; `NONE` where a host or group says nothing. */
  readonly hosts: readonly number[];
  readonly groups: readonly number[];
  /** Position → what the instance says for itself. */
  readonly instances: ReadonlyMap<number, number>;
  /** Lines that the description takes; `!absent` counts a little more, since it may surprise people later. */
  readonly cost: number;
}

const ABSENT_COST = 1.01;

/** What one line of the layer costs. */
export function costOf(said: number): number {
  if (said === NONE) return 0;
  return said === ABSENT ? ABSENT_COST : 1;
}

/** What an instance must say for itself; `NONE` where what reaches it is right already. */
export function ownWord(wanted: number, reaching: number): number {
  if (wanted >= 0) return wanted === reaching ? NONE : wanted;
  return reaching === NONE || reaching === ABSENT ? NONE : ABSENT;
}
