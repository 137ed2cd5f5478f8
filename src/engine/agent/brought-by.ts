import type { CommitSha } from '../../core/model/revision.ts';
import type { AgentHost } from './agent-host.ts';

const MAX_STEPS = 500;

/** The oldest commit in a row, along first parents, that has the tree of this one. Hosts find the same wherever they begin. */
export async function broughtBy(agent: Pick<AgentHost, 'history'>, sha: CommitSha): Promise<CommitSha> {
  let commit = await agent.history.commit(sha);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const [parent] = commit.parents;
    const before = parent === undefined ? undefined : await agent.history.commit(parent);
    if (before === undefined || before.treeId !== commit.treeId) break;
    commit = before;
  }
  return commit.sha;
}
