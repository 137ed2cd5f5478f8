import { readAccepted } from '../agent/accepted-revision.ts';
import type { AgentHost } from '../agent/agent-host.ts';
import { planToLook } from '../agent/plan-to-look.ts';
import type { HostPlanFacts } from './doctor-parts.ts';

/** Plans this host beside the revision that it has taken, or else the branch's newest. Writes nothing on any server. */
export async function planRealInstances(agent: AgentHost): Promise<HostPlanFacts> {
  const sha = readAccepted(agent.notes)?.sha ?? (await agent.branch.refresh());
  const { plan } = await planToLook(agent, sha, []);
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
