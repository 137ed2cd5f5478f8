import type { RestartOrderReport } from '../../core/report/report.ts';
import type { Notes } from '../../ports/notes.ts';
import { listRestartOrders } from './restart-orders.ts';

/** Open restart orders of this host, by instance. */
export function reportRestartOrders(notes: Pick<Notes, 'get' | 'names'>): readonly RestartOrderReport[] {
  return [...listRestartOrders(notes)].map(([instance, { by, reason, at }]) => ({
    instance,
    by,
    reason,
    at,
  }));
}
