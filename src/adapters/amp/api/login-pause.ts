import type { MistakeError } from '../../../core/model/errors.ts';
import type { Clock } from '../../../ports/clock.ts';

/** Keeps a login that was refused from being tried again at once: AMP may lock an account for that. */
export interface LoginPause {
  /** Throws the refusal again while it is too early to try anew. */
  assertOver(): void;
  /** Begins a pause, each twice as long as the one before; `refusal` makes what is thrown meanwhile. */
  begin(refusal: () => MistakeError): void;
  /** After a login that AMP accepted. */
  end(): void;
}

const FIRST_MILLIS = 60_000;
const LONGEST_MILLIS = 15 * FIRST_MILLIS;

export function createLoginPause(clock: Clock): LoginPause {
  let current: { readonly millis: number; readonly until: number; refusal(): MistakeError } | undefined;
  return {
    assertOver: () => {
      if (current === undefined) return;
      const wait = current.until - clock.now();
      // More than the pause itself means that the host's clock was put back.
      if (wait > 0 && wait <= current.millis) throw current.refusal();
    },
    begin: (refusal) => {
      const millis = current === undefined ? FIRST_MILLIS : Math.min(LONGEST_MILLIS, current.millis * 2);
      current = { millis, until: clock.now() + millis, refusal };
    },
    end: () => {
      current = undefined;
    },
  };
}
