import type { World } from './world.ts';

/**
 * Brings open pull requests up to their branches, and `refs/pull/N/head` with them. One whose branch is gone closes,
 * unless it lies in a fork.
 */
export function followHeads(world: World): void {
  const open = world.pulls().filter((ticket) => ticket.state === 'open');
  if (open.length === 0) return;
  const branches = world.parts.git.branches();
  for (const { number, pull } of open) {
    const tip = branches.get(pull.headBranch);
    if (tip === undefined) {
      if (!pull.isFork) world.changeTicket(number, { state: 'closed', closedAt: world.parts.now() });
    } else if (tip !== pull.headSha) {
      world.parts.git.updateRef(pullRef(number), tip);
      world.changePull(number, { headSha: tip, baseSha: branches.get(pull.baseBranch) ?? pull.baseSha });
    }
  }
}

export function pullRef(number: number): string {
  return `refs/pull/${number}/head`;
}
