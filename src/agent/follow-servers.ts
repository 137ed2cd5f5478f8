import { TransientError } from '../core/model/errors.ts';
import type { PassEnd, PassWant } from '../engine/agent/pass-wants.ts';

const SHORTEST_MILLIS = 200;

export type RunPass = (wants: ReadonlySet<PassWant>, shouldStop: () => boolean) => Promise<PassEnd>;

/** Goes on with what is under way on servers until all of them do well or are given up. Looks as often as it is asked to. */
export async function followServers(
  pass: RunPass,
  { first, isAsked }: { readonly first: PassEnd; readonly isAsked: () => boolean },
): Promise<PassEnd> {
  let end = first;
  while (end.servers.busy > 0 && !isAsked()) {
    await pause(Math.max(SHORTEST_MILLIS, end.servers.wakeInMillis ?? 0));
    end = await pass(new Set<PassWant>(['servers']), isAsked);
  }
  return end;
}

/**
 * Brings servers that homeamp stopped to where they start again, so that no agent leaves one down when it ends. Gives
 * up when that takes longer than two minutes: whoever stops us waits no longer either. Throws what a pass throws that
 * does not pass by itself.
 */
export async function endServers(pass: RunPass): Promise<PassEnd> {
  const until = performance.now() + LONGEST_MILLIS;
  for (;;) {
    const isLast = performance.now() >= until;
    const end = await tryEnding(pass, isLast);
    if (end !== undefined && (isLast || end.servers.held === 0)) return end;
    await pause(Math.max(SHORTEST_MILLIS, Math.min(1000, end?.servers.wakeInMillis ?? 1000)));
  }
}

/** Undefined while somebody else has the state, such as a command. */
async function tryEnding(pass: RunPass, isLast: boolean): Promise<PassEnd | undefined> {
  try {
    return await pass(ENDING, () => false);
  } catch (error) {
    if (isLast || !(error instanceof TransientError)) throw error;
    return undefined;
  }
}

function pause(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}

const LONGEST_MILLIS = 120_000;
const ENDING: ReadonlySet<PassWant> = new Set<PassWant>(['ending']);
