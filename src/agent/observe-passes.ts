import type { PassEnd, PassWant } from '../engine/agent/pass-wants.ts';
import type { RunPass } from './follow-servers.ts';

/** A pass that is over; `end` undefined when it threw. */
export interface ObservedPass {
  readonly wants: ReadonlySet<PassWant>;
  readonly millis: number;
  readonly end: PassEnd | undefined;
}

/** The same pass, told of when it begins and when it is over, whatever comes of it. The listeners must not throw. */
export function observePasses(
  pass: RunPass,
  listeners: { readonly onBegin: () => void; readonly onEnd: (ended: ObservedPass) => void },
): RunPass {
  return async (wants, shouldStop) => {
    const begun = performance.now();
    const ended = (end: PassEnd | undefined) =>
      listeners.onEnd({ wants, millis: performance.now() - begun, end });
    listeners.onBegin();
    try {
      const end = await pass(wants, shouldStop);
      ended(end);
      return end;
    } catch (error) {
      ended(undefined);
      throw error;
    }
  };
}
