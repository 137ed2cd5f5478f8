import { MistakeError } from '../../core/model/errors.ts';
import type { FleetPolicy } from '../../core/model/policy.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import { loadDesiredState } from '../load-desired-state.ts';
import type { AgentHost } from './agent-host.ts';

/** The fleet's policy as a commit has it; undefined when that commit's repository has mistakes. */
export async function policyAt(agent: AgentHost, sha: CommitSha): Promise<FleetPolicy | undefined> {
  const { source, workbooks } = agent.over(agent.history.at(sha));
  try {
    const { desired } = await loadDesiredState({ source, workbooks, ref: undefined });
    return desired.fleet.policy;
  } catch (failure) {
    if (failure instanceof MistakeError) return undefined;
    throw failure;
  }
}
