import type { DesiredState } from '../../core/model/desired-state.ts';
import { MistakeError } from '../../core/model/errors.ts';
import type { Instance } from '../../core/model/instance.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import { readAccepted } from '../agent/accepted-revision.ts';
import type { AgentHost } from '../agent/agent-host.ts';
import { readGood } from '../agent/good-revision.ts';
import { loadDesiredState } from '../load-desired-state.ts';

/** What the revision in force says, or the last one without mistakes. Undefined where this host has neither. */
export async function desiredInForce(agent: AgentHost): Promise<DesiredState | undefined> {
  const revisions = [readAccepted(agent.notes)?.sha, readGood(agent.notes)];
  for (const sha of new Set(revisions.filter((found) => found !== undefined))) {
    const desired = await desiredAt(agent, sha);
    if (desired !== undefined) return desired;
  }
  return undefined;
}

async function desiredAt(agent: AgentHost, sha: CommitSha): Promise<DesiredState | undefined> {
  const { source, workbooks } = agent.over(agent.history.at(sha));
  try {
    return (await loadDesiredState({ source, workbooks, ref: undefined })).desired;
  } catch (failure) {
    if (failure instanceof MistakeError) return undefined;
    throw failure;
  }
}

/** The same, for orders that name something in it. Throws `MistakeError` where there is none. */
export async function requireDesired(agent: AgentHost): Promise<DesiredState> {
  const desired = await desiredInForce(agent);
  if (desired !== undefined) return desired;
  throw new MistakeError(
    'this host has not taken a revision without mistakes yet, so it knows neither instances nor plugins',
    'Let the agent take one first: `homeamp status` says what it waits for. `homeamp suspend --this-host` needs no names.',
  );
}

/** Those that this host keeps, in the fleet's order. */
export function instancesOf(agent: AgentHost, { fleet }: DesiredState): readonly Instance[] {
  return [...fleet.instances.values()].filter(({ host, managed }) => managed && host === agent.name);
}
