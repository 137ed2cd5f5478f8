import type { ServerConsole, ServerName } from '../../../ports/server-operator.ts';
import type { Call } from './call.ts';
import { type ConsoleEntry, readConsoleEntries } from './console-entries.ts';
import { checkedConsoleLine } from './console-line.ts';
import { instanceDown, unusableAnswer } from './failures.ts';
import type { Session } from './layer.ts';
import type { ServerCalls } from './server-calls.ts';

export const SEND: Call = {
  method: 'Core/SendConsoleMessage',
  does: 'write to the console',
  permission: 'Core.AppManagement.SendConsoleInput',
  isRepeatable: false,
};
export const READ: Call = {
  method: 'Core/GetUpdates',
  does: 'read the console',
  permission: 'Core.AppManagement.ReadConsole',
  isRepeatable: false,
  readsOnward: true,
};
/** Far more than AMP hands to a new session. */
const MAX_SEEN = 500;

interface Seen {
  readonly session: Session;
  /** The newest, oldest first. */
  readonly entries: readonly ConsoleEntry[];
}

export function createServerConsole(calls: ServerCalls): ServerConsole {
  const seenOf = new Map<ServerName, Seen>();
  return {
    send: async (server, line) => {
      await calls.demand(server, SEND, { message: checkedConsoleLine(line) });
    },
    read: async (server) => {
      const outcome = await calls.ask(server, READ);
      if (outcome.kind === 'unavailable') throw instanceDown();
      const given = readConsoleEntries(outcome.value);
      if (given === undefined) {
        outcome.renew();
        throw unusableAnswer();
      }
      const { session } = outcome;
      const seen = seenOf.get(server);
      const fresh = seen === undefined || seen.session === session ? given : leaveOut(seen.entries, given);
      const entries = [...(seen?.entries ?? []), ...fresh].slice(-MAX_SEEN);
      seenOf.set(server, { session, entries });
      return fresh.map(({ line }) => line);
    },
  };
}

/** AMP hands the last lines again to a new session. A line that was shown twice is left out twice. */
function leaveOut(seen: readonly ConsoleEntry[], given: readonly ConsoleEntry[]): readonly ConsoleEntry[] {
  const counts = new Map<string, number>();
  for (const key of seen.map(keyOf)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return given.filter((entry) => {
    const left = counts.get(keyOf(entry)) ?? 0;
    counts.set(keyOf(entry), left - 1);
    return left <= 0;
  });
}

function keyOf({ timestamp, line }: ConsoleEntry): string {
  return `${timestamp}\n${line}`;
}
