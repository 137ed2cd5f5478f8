import type { InstanceId } from '../../core/model/instance.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import { makePlan } from '../make-plan.ts';
import type { AgentHost } from './agent-host.ts';

/** How the host stands against a revision, every file read anew; for looking alone. No instances: all of them. */
export function planToLook(agent: AgentHost, sha: CommitSha, instances: readonly InstanceId[]) {
  return makePlan(agent.over(agent.history.at(sha)), {
    host: agent.name,
    instances,
    ref: undefined,
    heal: false,
    conflicts: 'hold',
    ignoreBudget: true,
    ignoreProcess: true,
    full: true,
    onInstance: () => undefined,
  });
}
