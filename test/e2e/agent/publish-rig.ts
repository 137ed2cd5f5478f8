import { expect } from 'vitest';
import type { AgentFleet, HostName } from '../../support/agent-fleet.ts';

/** Operations of the requests that wrote something to the forge while this was done. */
export async function writesDuring(
  { hub }: AgentFleet,
  action: () => Promise<unknown>,
): Promise<readonly string[]> {
  const before = hub.requests.list().length;
  await action();
  return hub.requests
    .list()
    .slice(before)
    .filter((request) => request.isWrite)
    .map((request) => request.operation);
}

/** Passes until nobody writes any more; fails when that has no end. */
export async function settle(fleet: AgentFleet): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    if ((await writesDuring(fleet, () => fleet.passes())).length === 0) return;
  }
  expect.fail('the agents go on writing');
}

/** Approves the pull request and merges it. */
export async function approveAndMerge({ hub }: AgentFleet, number: number): Promise<string> {
  hub.review({ pull: number, by: 'alice', verdict: 'APPROVED' });
  return hub.merge({ pull: number, by: 'bob', method: 'merge' });
}

/** Statuses of a commit that say what the host's status before them said. */
export function repeatedStatuses(fleet: AgentFleet, sha: string): readonly string[] {
  return (['alpha', 'beta'] as const).flatMap((host: HostName) => {
    const own = fleet.statusesOf(sha).filter((status) => status.startsWith(`${host} `));
    return own.filter((status, index) => status === own[index - 1]);
  });
}
