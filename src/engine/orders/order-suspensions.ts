import type { AgentHost } from '../agent/agent-host.ts';
import { scopeEvent } from '../audit/audit-orders.ts';
import { type HostSuspension, writeSuspension } from './suspensions-note.ts';

/** Keeps the orders for the agent, each in place of an earlier one for the same, and says so in the audit trail. */
export function orderSuspensions(
  { notes, audit, atOnce }: AgentHost,
  ordered: readonly HostSuspension[],
): void {
  atOnce(() => {
    for (const suspension of ordered) {
      const { until } = suspension;
      audit.append(scopeEvent('suspended', suspension, { facts: until === undefined ? {} : { until } }));
      writeSuspension(notes, suspension);
    }
  });
}
