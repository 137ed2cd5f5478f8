import { addComment, deleteComment, editComment } from './operations/comments.ts';
import type { CheckRecord, CommentRecord, DeploymentRecord, StatusRecord, Ticket } from './records.ts';
import type { World } from './world.ts';

/** What was said so far, and what people say besides. */
export interface Discussion {
  /** Newest last. */
  statusesOf(sha: string): readonly StatusRecord[];
  /** Oldest first. */
  commentsOf(pull: number): readonly CommentRecord[];
  /** Gives the comment's id. */
  addComment(ticket: number, by: string, body: string): number;
  editComment(id: number, body: string): void;
  deleteComment(id: number): void;
  /** Without pull requests, oldest first. */
  issues(): readonly Ticket[];
  /** Oldest first. */
  deploymentsOf(sha: string): readonly DeploymentRecord[];
  /** Oldest first. */
  checksOf(sha: string): readonly CheckRecord[];
}

export function createDiscussion(world: World): Discussion {
  return {
    statusesOf: (sha) => world.statuses.filter((status) => status.sha === sha),
    commentsOf: (pull) => [...world.comments.values()].filter((comment) => comment.ticket === pull),
    addComment: (ticket, by, body) => addComment(world, { ticket, by, body }).id,
    editComment: (id, body) => {
      editComment(world, id, body);
    },
    deleteComment: (id) => deleteComment(world, id),
    issues: () => [...world.tickets.values()].filter((ticket) => ticket.pull === undefined),
    deploymentsOf: (sha) => [...world.deployments.values()].filter((deployment) => deployment.sha === sha),
    checksOf: (sha) => world.checks.filter((check) => check.sha === sha),
  };
}
