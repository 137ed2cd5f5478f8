import { followHeads } from './follow-heads.ts';
import { type MergeOrder, makeMergeCommit, makeRebasedCommits, makeSquashCommit } from './merge-commits.ts';
import type { MergeRecord, Pull } from './records.ts';
import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

export type MergeMethod = 'merge' | 'squash' | 'rebase' | 'queue';

/** What GitHub commits as. */
const WEB_FLOW = 'web-flow';

/**
 * Merges pull requests one on top of the other, then moves the base once, and gives its new tip. Nothing moves when
 * one of them can't be merged.
 */
export function mergePulls(
  world: World,
  order: { readonly pulls: readonly number[]; readonly by: string; readonly method: MergeMethod },
): string {
  followHeads(world);
  const pulls = order.pulls.map((number) => mergeable(world, number));
  const base = pulls[0]?.pull.baseBranch;
  if (base === undefined) throw new Refusal(405, 'There is nothing to merge');
  const start = world.parts.git.resolve(`refs/heads/${base}`);
  if (start === undefined) throw new Refusal(405, 'Base branch was not found');

  const landings: { readonly number: number; readonly merge: MergeRecord }[] = [];
  let tip = start;
  for (const ticket of pulls) {
    const made = land(world, ticket, { onto: tip, by: order.by, method: order.method });
    const landed = [...world.parts.git.commitsBetween(tip, ticket.pull.headSha), ...made];
    tip = made.at(-1) ?? tip;
    const merge = { by: order.by, at: world.parts.now(), commit: tip, landed };
    landings.push({ number: ticket.number, merge });
  }
  world.parts.git.updateRef(`refs/heads/${base}`, tip);
  for (const { number, merge } of landings) close(world, number, merge);
  return tip;
}

/** A commit of the bare repository that has the pull request's head among its ancestors. */
export interface HandMadeMerge {
  readonly pull: number;
  readonly by: string;
  readonly commit: string;
}

/** Moves the base to a merge that nobody checked. */
export function pushMerge(world: World, { pull, by, commit }: HandMadeMerge): void {
  followHeads(world);
  const { git, now } = world.parts;
  const { baseBranch, headSha } = mergeable(world, pull).pull;
  const base = `refs/heads/${baseBranch}`;
  if (!git.isAncestor(headSha, commit)) throw new Refusal(405, 'Pull Request is not merged by this commit');
  const landed = git.commitsBetween(base, commit);
  git.updateRef(base, commit);
  close(world, pull, { by, at: now(), commit, landed });
}

function close(world: World, number: number, merge: MergeRecord): void {
  world.changePull(number, { merge });
  world.changeTicket(number, { state: 'closed', closedAt: merge.at });
}

function mergeable(world: World, number: number): Pull {
  const pull = world.pull(number);
  if (pull.state !== 'open') throw new Refusal(405, 'Pull Request is not open');
  if (pull.pull.isDraft) throw new Refusal(405, 'Pull Request is still a draft');
  return pull;
}

/** The commits made for it, the last of which becomes the tip. */
function land(
  world: World,
  ticket: Pull,
  how: { readonly onto: string; readonly by: string; readonly method: MergeMethod },
): readonly string[] {
  const { git, now, owner } = world.parts;
  const { number, title, author, pull } = ticket;
  const order = (message: string, by: string, committer = WEB_FLOW): MergeOrder => ({
    onto: how.onto,
    head: pull.headSha,
    message,
    author: by,
    committer,
    at: now(),
  });
  switch (how.method) {
    case 'merge':
    case 'queue': {
      const message = `Merge pull request #${number} from ${owner}/${pull.headBranch}\n\n${title}`;
      return [makeMergeCommit(git, order(message, how.by))];
    }
    case 'squash':
      return [makeSquashCommit(git, order(`${title} (#${number})`, author))];
    case 'rebase':
      return makeRebasedCommits(git, order('', author, how.by));
  }
}
