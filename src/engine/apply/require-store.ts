import { OperatingError } from '../../core/model/errors.ts';
import type { BlockedReason, InstancePlan } from '../../core/model/plan.ts';
import { SERVER_CODES } from '../../core/model/server-codes.ts';
import { isChanged } from '../gates.ts';
import type { HostWriters } from './host-writers.ts';

const PROBE_KEY = 'probe';
const PROBE = Buffer.from('homeamp writes this before it begins with a change\n');

/**
 * Blocks what is about to be written, or to be restarted for it, while backups can't be stored: no server is stopped for
 * files that could not be written then. Asks the store only where there is such a plan.
 */
export async function requireStore(
  host: Pick<HostWriters, 'backups'>,
  plans: readonly InstancePlan[],
): Promise<readonly InstancePlan[]> {
  if (!plans.some(needsStore)) return plans;
  try {
    await host.backups.put(PROBE_KEY, PROBE);
    return plans;
  } catch (failure) {
    if (!(failure instanceof OperatingError)) throw failure;
    const blocked = storeAway(failure);
    return plans.map((plan) => (needsStore(plan) ? { ...plan, blocked } : plan));
  }
}

function needsStore(plan: InstancePlan): boolean {
  const isDue = plan.blocked === undefined || plan.blocked.code === SERVER_CODES.mayRestart;
  return isDue && isChanged(plan);
}

function storeAway({ message, next }: OperatingError): BlockedReason {
  return { code: 'store-away', message: `no backup can be stored: ${message}`, help: next };
}
