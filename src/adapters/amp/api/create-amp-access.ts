import { MistakeError } from '../../../core/model/errors.ts';
import type { AmpAccess, MissingRight } from '../../../ports/amp-access.ts';
import type { ServerName } from '../../../ports/server-operator.ts';
import type { Call } from './call.ts';
import type { Controller } from './controller.ts';
import { type AmpOperatorOptions, createAmpParts } from './create-amp-operator.ts';
import { failureOf } from './failure-of.ts';
import { LIST_ALL, LIST_LOCAL } from './instance-directory.ts';
import { type ListedInstance, listInstances } from './list-instances.ts';
import type { ServerCalls } from './server-calls.ts';
import { READ, SEND } from './server-console.ts';
import { isPermitted, START, STOP } from './server-power.ts';
import { STATUS } from './server-watch.ts';

/** What every server takes; backups and AMP's own settings are needed only where the fleet asks for them. */
const NEEDED: readonly Call[] = [STATUS, START, STOP, SEND, READ];

/** Throws `MistakeError` for an address that can't work; nothing is asked yet. */
export function createAmpAccess(options: AmpOperatorOptions): AmpAccess {
  const { controller, calls } = createAmpParts(options);
  return {
    instances: async () => {
      const local = await list(controller, LIST_LOCAL);
      return local.length > 0 ? local : list(controller, LIST_ALL);
    },
    missingRights: async (server) => {
      const missing = new Set<Call>(await notOffered(calls, server));
      for (const call of await notPermitted(calls, server)) missing.add(call);
      return NEEDED.filter((call) => missing.has(call)).map(toMissingRight);
    },
  };
}

async function list(controller: Controller, call: Call): Promise<readonly ListedInstance[]> {
  const answer = await controller.ask(call);
  if (answer.kind === 'value') return listInstances(answer.value);
  throw failureOf(answer, call);
}

/** AMP describes to each account the methods that its role may use. */
async function notOffered(calls: ServerCalls, server: ServerName): Promise<readonly Call[]> {
  // Also tells whether the account gets into the instance at all.
  await calls.demand(server, STATUS);
  const missing: Call[] = [];
  for (const call of NEEDED) {
    try {
      await calls.parametersOf(server, call);
    } catch (error) {
      if (!(error instanceof MistakeError)) throw error;
      missing.push(call);
    }
  }
  return missing;
}

/** One name that AMP knows proves that what it says of the others counts. */
async function notPermitted(calls: ServerCalls, server: ServerName): Promise<readonly Call[]> {
  const refused: Call[] = [];
  const asked = NEEDED.filter(({ permission }) => !permission.endsWith('*'));
  for (const call of asked) if (!(await isPermitted(calls, server, call))) refused.push(call);
  return refused.length === asked.length ? [] : refused;
}

function toMissingRight({ method, does, permission }: Call): MissingRight {
  return { method, does, permission };
}
