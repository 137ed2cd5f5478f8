import type { PassWant } from '../engine/agent/pass-wants.ts';

/** Something that hears of changes before the schedule would, such as a server for webhooks. */
export interface HintSource {
  /** `onHint` may be called from when this begins until it is stopped. Throws `MistakeError` when it can't listen. */
  start(onHint: (wants: readonly PassWant[]) => void): Promise<RunningHintSource>;
}

export interface RunningHintSource {
  stop(): Promise<void>;
}
