import { MistakeError } from '../../../core/model/errors.ts';
import type { ServerState } from '../../../core/model/server-look.ts';
import type { ServerName, ServerPower, ServerWatch } from '../../../ports/server-operator.ts';
import type { Call } from './call.ts';
import { forbidden } from './failures.ts';
import type { ServerCalls } from './server-calls.ts';

interface Order extends Call {
  /** The states in which nothing is left to be ordered. */
  readonly fulfilledBy: readonly ServerState[];
}

export const START: Order = {
  method: 'Core/Start',
  does: 'start the server',
  permission: 'Core.AppManagement.StartApplication',
  isRepeatable: false,
  fulfilledBy: ['starting', 'ready'],
};
export const STOP: Order = {
  method: 'Core/Stop',
  does: 'stop the server',
  permission: 'Core.AppManagement.StopApplication',
  isRepeatable: false,
  fulfilledBy: ['stopping', 'stopped', 'failed'],
};

const PERMITS: Call = {
  method: 'Core/CurrentSessionHasPermission',
  does: 'see what it may do',
  permission: 'Core.*',
  isRepeatable: true,
};

/** Restarts by stopping and starting alone, since AMP's own restart does nothing for a server that is down. */
export function createServerPower(calls: ServerCalls, watch: ServerWatch): ServerPower {
  const give = async (server: ServerName, order: Order): Promise<void> => {
    try {
      await calls.demand(server, order);
    } catch (error) {
      // AMP refuses what is already so, such as when somebody was quicker in its panel.
      if (!(error instanceof MistakeError) || !(await isFulfilled(server, order))) throw error;
    }
  };
  const permits = (server: ServerName, order: Order) => isPermitted(calls, server, order);
  const isFulfilled = async (server: ServerName, order: Order): Promise<boolean> => {
    const { state } = await watch.look(server);
    return order.fulfilledBy.includes(state);
  };
  return {
    // What AMP says of the right to stop alone proves that it knows such names at all.
    check: async (server) => {
      if ((await permits(server, STOP)) && !(await permits(server, START))) throw forbidden(START, undefined);
    },
    start: (server) => give(server, START),
    stop: (server) => give(server, STOP),
  };
}

/** What AMP says of a right by the name that is known of it; false as well where AMP knows no such name. */
export async function isPermitted(calls: ServerCalls, server: ServerName, call: Call): Promise<boolean> {
  try {
    return (await calls.demand(server, PERMITS, { PermissionNode: call.permission })) === true;
  } catch (error) {
    // AMP's plain `false` reads like a refusal.
    if (error instanceof MistakeError) return false;
    throw error;
  }
}
