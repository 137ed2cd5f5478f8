import type { CommentRecord, Ticket } from '../records.ts';
import type { World } from '../world.ts';
import { accountOf, associationOf, nodeId, stamp, stampOrNull } from './account.ts';

type Json = Readonly<Record<string, unknown>>;

/** An issue; a pull request shows as one as well. */
export function issueOf(world: World, ticket: Ticket): Json {
  const url = `${world.repositoryUrl}/issues/${ticket.number}`;
  const comments = [...world.comments.values()].filter((comment) => comment.ticket === ticket.number);
  return {
    id: ticket.id,
    node_id: nodeId('I', ticket.id),
    url,
    repository_url: world.repositoryUrl,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: pageOf(world, ticket),
    number: ticket.number,
    title: ticket.title,
    body: ticket.body,
    state: ticket.state,
    user: accountOf(world, ticket.author),
    labels: ticket.labels.map((name) => ({ name })),
    assignee: null,
    milestone: null,
    locked: false,
    comments: comments.length,
    created_at: stamp(ticket.createdAt),
    updated_at: stamp(ticket.updatedAt),
    closed_at: stampOrNull(ticket.closedAt),
    author_association: associationOf(world, ticket.author),
    ...(ticket.pull === undefined ? {} : { pull_request: pullLinks(world, ticket) }),
  };
}

export function commentOf(world: World, comment: CommentRecord): Json {
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url: `${world.repositoryUrl}/issues/comments/${comment.id}`,
    html_url: `${pageOf(world, world.ticket(comment.ticket))}#issuecomment-${comment.id}`,
    issue_url: `${world.repositoryUrl}/issues/${comment.ticket}`,
    body: comment.body,
    user: accountOf(world, comment.by),
    created_at: stamp(comment.createdAt),
    updated_at: stamp(comment.updatedAt),
    author_association: associationOf(world, comment.by),
  };
}

function pageOf(world: World, ticket: Ticket): string {
  const kind = ticket.pull === undefined ? 'issues' : 'pull';
  return `${world.origin}/${world.parts.owner}/${world.parts.name}/${kind}/${ticket.number}`;
}

function pullLinks(world: World, ticket: Ticket): Json {
  const page = pageOf(world, ticket);
  return {
    url: `${world.repositoryUrl}/pulls/${ticket.number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
  };
}
