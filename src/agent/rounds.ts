/** Something that comes again and again until it is stopped. */
export interface Rounds {
  stop(): void;
}

export interface RoundsOptions {
  /** Share of the distance between two rounds, 0 to 1, by which one may come at another time. */
  readonly jitter: number;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly onRound: () => void;
}
