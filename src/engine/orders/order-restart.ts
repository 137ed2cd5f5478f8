import { auditEvent } from '../../core/model/audit-event.ts';
import { MistakeError } from '../../core/model/errors.ts';
import type { Instance } from '../../core/model/instance.ts';
import type { AgentHost } from '../agent/agent-host.ts';
import { selectInstances } from '../choose-instances.ts';
import { instancesOf, requireDesired } from './known-fleet.ts';
import {
  listRestartOrders,
  type RestartOrder,
  removeRestartOrder,
  writeRestartOrder,
} from './restart-orders.ts';

/** Keeps the order for the agent, in place of an earlier one. Throws `MistakeError` for names that this host does not have. */
export async function orderRestart(
  agent: AgentHost,
  names: readonly string[],
  order: Omit<RestartOrder, 'at'>,
): Promise<readonly Instance[]> {
  const instances = selectInstances(instancesOf(agent, await requireDesired(agent)), names);
  const at = agent.clock.now();
  agent.atOnce(() => {
    for (const { id } of instances) {
      const { by, reason } = order;
      agent.audit.append(auditEvent('restart-ordered', { at, by: [by], reason, instance: id }));
      writeRestartOrder(agent.notes, id, { ...order, at });
    }
  });
  return instances;
}

/** Takes open orders back. Throws `MistakeError`, and changes nothing, where one of the names has none. */
export async function cancelRestart(
  agent: AgentHost,
  names: readonly string[],
): Promise<readonly Instance[]> {
  const open = listRestartOrders(agent.notes);
  const instances = selectInstances(instancesOf(agent, await requireDesired(agent)), names);
  const idle = instances.filter(({ id }) => !open.has(id));
  if (idle.length > 0) {
    const known = [...open.keys()].join(', ');
    throw new MistakeError(
      `no restart of ${idle.map(({ name }) => name).join(', ')} is ordered, so nothing was changed`,
      known === '' ? 'No restart is ordered on this host.' : `Ordered are: ${known}.`,
    );
  }
  const at = agent.clock.now();
  agent.atOnce(() => {
    for (const { id } of instances) {
      agent.audit.append(auditEvent('restart-cancelled', { at, instance: id }));
      removeRestartOrder(agent.notes, id);
    }
  });
  return instances;
}
