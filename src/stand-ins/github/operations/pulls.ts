import { fullPullOf, pullOf, reviewOf } from '../answers/pull.ts';
import { type Call, created, nameIn, numberIn, ok, textIn } from '../call.ts';
import { followHeads } from '../follow-heads.ts';
import { page } from '../pages.ts';
import { openPull } from '../pull-controls.ts';
import type { Pull } from '../records.ts';
import { invalid, Refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Operations } from './operation.ts';

export const pullOperations: Operations = {
  'pulls/list': ({ world }, call) => {
    followHeads(world);
    const items = sorted(
      world.pulls().filter((ticket) => isWanted(world, ticket, call)),
      call,
    );
    return page(world, call, { items, show: (ticket) => pullOf(world, ticket) });
  },

  'pulls/create': ({ world }, call) => {
    followHeads(world);
    const base = textIn(call, 'base') ?? '';
    const head = branchIn(world, textIn(call, 'head') ?? '');
    assertCanOpen(world, { head, base });
    const number = openPull(world, {
      head,
      base,
      author: call.caller.login,
      title: textIn(call, 'title') ?? '',
      body: textIn(call, 'body') ?? '',
      draft: call.body.get('draft') === true,
    });
    return created(fullPullOf(world, world.pull(number)));
  },

  'pulls/get': ({ world }, call) => {
    followHeads(world);
    return ok(fullPullOf(world, world.pull(numberIn(call, 'pull_number'))));
  },

  'pulls/list-reviews': ({ world }, call) => {
    const ticket = world.pull(numberIn(call, 'pull_number'));
    return page(world, call, {
      items: ticket.pull.reviews,
      show: (review) => reviewOf(world, ticket, review),
    });
  },

  'repos/list-pull-requests-associated-with-commit': ({ world }, call) => {
    followHeads(world);
    const sha = nameIn(call, 'commit_sha');
    if (!world.hasCommit(sha)) throw new Refusal(422, `No commit found for SHA: ${sha}`);
    const items = world.pulls().filter((ticket) => brings(world, ticket, sha));
    return page(world, call, { items, show: (ticket) => pullOf(world, ticket) });
  },
};

function isWanted(world: World, { state, author, pull }: Pull, call: Call): boolean {
  const wantedState = call.query.get('state') ?? 'open';
  const base = call.query.get('base');
  const head = call.query.get('head');
  const owner = pull.isFork ? author : world.parts.owner;
  return (
    (wantedState === 'all' || wantedState === state) &&
    (base === null || base === pull.baseBranch) &&
    (head === null || head === `${owner}:${pull.headBranch}`)
  );
}

/** Newest first, unless another field than the creation is sorted by or a direction is asked for. */
function sorted(pulls: readonly Pull[], call: Call): readonly Pull[] {
  const field = call.query.get('sort') ?? 'created';
  const direction = call.query.get('direction') ?? (field === 'created' ? 'desc' : 'asc');
  const rising = [...pulls].sort((left, right) =>
    field === 'updated' ? left.updatedAt - right.updatedAt : left.number - right.number,
  );
  return direction === 'asc' ? rising : rising.reverse();
}

/** Of a merged one: what it brought to the base. Of any other: what its head has and the base lacks. */
function brings(world: World, { pull }: Pull, sha: string): boolean {
  if (pull.merge !== undefined) return pull.merge.landed.includes(sha);
  const base = world.parts.git.resolve(`refs/heads/${pull.baseBranch}`);
  return base !== undefined && world.parts.git.commitsBetween(base, pull.headSha).includes(sha);
}

/** Without the owner, who may stand before it. */
function branchIn(world: World, head: string): string {
  const owner = `${world.parts.owner}:`;
  return head.startsWith(owner) ? head.slice(owner.length) : head;
}

function assertCanOpen(world: World, { head, base }: { readonly head: string; readonly base: string }): void {
  const { git, owner } = world.parts;
  const tip = git.resolve(`refs/heads/${head}`);
  const baseTip = git.resolve(`refs/heads/${base}`);
  if (tip === undefined || baseTip === undefined) throw invalid('Validation Failed');
  if (git.commitsBetween(baseTip, tip).length === 0) {
    throw invalid(`Validation Failed: No commits between ${base} and ${head}`);
  }
  const isOpen = world
    .pulls()
    .some(({ state, pull }) => state === 'open' && pull.headBranch === head && pull.baseBranch === base);
  if (isOpen) throw invalid(`Validation Failed: A pull request already exists for ${owner}:${head}.`);
}
