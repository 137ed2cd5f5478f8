import { MistakeError } from '../../../core/model/errors.ts';
import type { ServerState } from '../../../core/model/server-look.ts';
import type { ServerName, ServerPower, ServerWatch } from '../../../ports/server-operator.ts';
import type { Call } from './call.ts';
import type { ServerCalls } from './server-calls.ts';

interface Order extends Call {
  /** The states in which nothing is left to be ordered. */
  readonly fulfilledBy: readonly ServerState[];
}

const START: Order = {
  method: 'Core/Start',
  does: 'start the server',
  permission: 'Core.AppManagement.StartApplication',
  isRepeatable: false,
  fulfilledBy: ['starting', 'ready'],
};
const STOP: Order = {
  method: 'Core/Stop',
  does: 'stop the server',
  permission: 'Core.AppManagement.StopApplication',
  isRepeatable: false,
  fulfilledBy: ['stopping', 'stopped', 'failed'],
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
  const isFulfilled = async (server: ServerName, order: Order): Promise<boolean> => {
    const { state } = await watch.look(server);
    return order.fulfilledBy.includes(state);
  };
  return {
    check: async (server) => {
      for (const order of [START, STOP]) await calls.parametersOf(server, order);
    },
    start: (server) => give(server, START),
    stop: (server) => give(server, STOP),
  };
}
