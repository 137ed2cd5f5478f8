import { commentOf } from '../answers/ticket.ts';
import { type Call, created, noContent, numberIn, ok, textIn } from '../call.ts';
import { page } from '../pages.ts';
import type { CommentRecord } from '../records.ts';
import { invalid, notFound } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Operations } from './operation.ts';

const MAX_BODY = 65_536;

export const commentOperations: Operations = {
  'issues/list-comments': ({ world }, call) => {
    const ticket = world.ticket(numberIn(call, 'issue_number'));
    const since = Date.parse(call.query.get('since') ?? '') || 0;
    const items = [...world.comments.values()].filter(
      (comment) => comment.ticket === ticket.number && comment.updatedAt >= since,
    );
    return page(world, call, { items, show: (comment) => commentOf(world, comment) });
  },

  'issues/create-comment': ({ world }, call) => {
    const body = bodyIn(call);
    const ticket = numberIn(call, 'issue_number');
    return created(commentOf(world, addComment(world, { ticket, by: call.caller.login, body })));
  },

  'issues/update-comment': ({ world }, call) => {
    const id = numberIn(call, 'comment_id');
    return ok(commentOf(world, editComment(world, id, bodyIn(call))));
  },

  'issues/delete-comment': ({ world }, call) => {
    deleteComment(world, numberIn(call, 'comment_id'));
    return noContent();
  },
};

export function addComment(
  world: World,
  draft: { readonly ticket: number; readonly by: string; readonly body: string },
): CommentRecord {
  const ticket = world.changeTicket(draft.ticket, {});
  const at = world.parts.now();
  const comment = { ...draft, ticket: ticket.number, id: world.nextId(), createdAt: at, updatedAt: at };
  world.comments.set(comment.id, comment);
  return comment;
}

export function editComment(world: World, id: number, body: string): CommentRecord {
  const comment = world.comments.get(id);
  if (comment === undefined) throw notFound();
  const edited = { ...comment, body, updatedAt: world.parts.now() };
  world.comments.set(id, edited);
  return edited;
}

export function deleteComment(world: World, id: number): void {
  if (!world.comments.delete(id)) throw notFound();
}

function bodyIn(call: Call): string {
  const body = textIn(call, 'body') ?? '';
  if (body.trim() === '') throw invalid("Validation Failed: body can't be blank");
  assertBodyLength(body);
  return body;
}

/** GitHub counts characters, and posts nothing of a text that is too long. */
export function assertBodyLength(body: string): void {
  if ([...body].length > MAX_BODY) {
    throw invalid('Validation Failed: body is too long (maximum is 65536 characters)');
  }
}
