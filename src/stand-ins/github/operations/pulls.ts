import { fullPullOf, pullOf, reviewOf } from '../answers/pull.ts';
import { type Call, nameIn, numberIn, ok } from '../call.ts';
import { followHeads } from '../follow-heads.ts';
import { page } from '../pages.ts';
import type { Pull } from '../records.ts';
import { Refusal } from '../refusal.ts';
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
