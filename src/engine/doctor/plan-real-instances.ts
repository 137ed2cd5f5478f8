import { readAccepted } from '../agent/accepted-revision.ts';
import type { AgentHost } from '../agent/agent-host.ts';
import { makePlan } from '../make-plan.ts';
import type { HostPlanFacts } from './doctor-parts.ts';

/** Plans this host beside the revision that it has taken, or else the branch's newest. Writes nothing on any server. */
export async function planRealInstances(agent: AgentHost): Promise<HostPlanFacts> {
  const sha = readAccepted(agent.notes)?.sha ?? (await agent.branch.refresh());
  const { plan } = await makePlan(agent.over(agent.history.at(sha)), {
    host: agent.name,
    instances: [],
    ref: undefined,
    heal: false,
    conflicts: 'hold',
    ignoreBudget: true,
    ignoreProcess: true,
    full: true,
    onInstance: () => undefined,
  });
  const blocked = plan.instances.filter((instance) => instance.blocked !== undefined);
  return {
    instances: plan.instances.length,
    keys: plan.instances.flatMap(({ files }) => files.flatMap(({ changes }) => changes)).length,
    blocked: blocked.map(({ instance, blocked: reason }) => ({
      instance: instance.id,
      message: reason?.message ?? '',
    })),
  };
}
