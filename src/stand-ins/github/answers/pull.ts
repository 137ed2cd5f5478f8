import { createHash } from 'node:crypto';
import type { Pull, ReviewRecord } from '../records.ts';
import type { World } from '../world.ts';
import { accountOf, associationOf, nodeId, stamp, stampOrNull } from './account.ts';
import { repositoryOf } from './repository.ts';

type Json = Readonly<Record<string, unknown>>;

/** A pull request as lists show it. */
export function pullOf(world: World, ticket: Pull): Json {
  const { pull, number } = ticket;
  const web = `${world.origin}/${world.parts.owner}/${world.parts.name}/pull/${number}`;
  const addresses = addressesOf(world, ticket);
  return {
    ...addresses,
    id: ticket.id,
    node_id: nodeId('PR', ticket.id),
    number,
    state: ticket.state,
    locked: false,
    title: ticket.title,
    user: accountOf(world, ticket.author),
    body: ticket.body === '' ? null : ticket.body,
    labels: [],
    milestone: null,
    created_at: stamp(ticket.createdAt),
    updated_at: stamp(ticket.updatedAt),
    closed_at: stampOrNull(ticket.closedAt),
    merged_at: stampOrNull(pull.merge?.at),
    merge_commit_sha: pull.merge?.commit ?? testMergeOf(pull.headSha, pull.baseSha),
    assignee: null,
    draft: pull.isDraft,
    html_url: web,
    diff_url: `${web}.diff`,
    patch_url: `${web}.patch`,
    head: headOf(world, ticket),
    base: {
      label: `${world.parts.owner}:${pull.baseBranch}`,
      ref: pull.baseBranch,
      sha: pull.baseSha,
      user: accountOf(world, world.parts.owner),
      repo: repositoryOf(world),
    },
    _links: linksOf(addresses, web),
    author_association: associationOf(world, ticket.author),
    auto_merge: null,
  };
}

/** A pull request as its own page shows it. */
export function fullPullOf(world: World, ticket: Pull): Json {
  const { merge } = ticket.pull;
  const comments = [...world.comments.values()].filter((comment) => comment.ticket === ticket.number);
  return {
    ...pullOf(world, ticket),
    merged: merge !== undefined,
    mergeable: null,
    mergeable_state: 'unknown',
    merged_by: merge === undefined ? null : accountOf(world, merge.by),
    comments: comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: 1,
    additions: 0,
    deletions: 0,
    changed_files: 0,
  };
}

export function reviewOf(world: World, ticket: Pull, review: ReviewRecord): Json {
  const { html_url: web, url } = pullOf(world, ticket);
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: accountOf(world, review.by),
    body: '',
    state: review.state,
    html_url: `${web}#pullrequestreview-${review.id}`,
    pull_request_url: url,
    author_association: associationOf(world, review.by),
    _links: { html: { href: `${web}#pullrequestreview-${review.id}` }, pull_request: { href: url } },
    submitted_at: stamp(review.at),
    commit_id: review.commit,
  };
}

/** Of a fork, the branch lies in the author's own repository. */
function headOf(world: World, { author, pull }: Pull): Json {
  const owner = pull.isFork ? author : world.parts.owner;
  return {
    label: `${owner}:${pull.headBranch}`,
    ref: pull.headBranch,
    sha: pull.headSha,
    user: accountOf(world, owner),
    repo: repositoryOf(world, pull.isFork ? { owner } : undefined),
  };
}

function addressesOf(world: World, { number, pull }: Pull): Readonly<Record<string, string>> {
  const url = `${world.repositoryUrl}/pulls/${number}`;
  const issue = `${world.repositoryUrl}/issues/${number}`;
  return {
    url,
    issue_url: issue,
    comments_url: `${issue}/comments`,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${world.repositoryUrl}/pulls/comments{/number}`,
    statuses_url: `${world.repositoryUrl}/statuses/${pull.headSha}`,
  };
}

function linksOf(addresses: Readonly<Record<string, string>>, web: string): Json {
  return {
    self: { href: addresses['url'] },
    html: { href: web },
    issue: { href: addresses['issue_url'] },
    comments: { href: addresses['comments_url'] },
    commits: { href: addresses['commits_url'] },
    review_comments: { href: addresses['review_comments_url'] },
    review_comment: { href: addresses['review_comment_url'] },
    statuses: { href: addresses['statuses_url'] },
  };
}

/** GitHub shows a test merge here while a pull request is open, which says nothing about a real one. */
function testMergeOf(head: string, base: string): string {
  return createHash('sha1').update(`test merge of ${head} into ${base}`).digest('hex');
}
