import { issueOf } from '../answers/ticket.ts';
import { type Call, created, numberIn, ok, textIn } from '../call.ts';
import { page } from '../pages.ts';
import type { Ticket } from '../records.ts';
import { invalid } from '../refusal.ts';
import { assertBodyLength } from './comments.ts';
import type { Operations } from './operation.ts';

const MAX_TITLE = 256;

export const issueOperations: Operations = {
  'issues/list-for-repo': ({ world }, call) => {
    const items = sorted([...world.tickets.values()].filter(filterOf(call)), call);
    return page(world, call, { items, show: (ticket) => issueOf(world, ticket) });
  },

  'issues/create': ({ world }, call) => {
    const title = titleIn(call) ?? '';
    const body = textIn(call, 'body') ?? '';
    assertBodyLength(body);
    const ticket = world.openTicket({ title, body, author: call.caller.login, labels: labelsIn(call) ?? [] });
    return created(issueOf(world, ticket));
  },

  'issues/update': ({ world }, call) => {
    const { number, state: before } = world.ticket(numberIn(call, 'issue_number'));
    const title = titleIn(call);
    const body = textIn(call, 'body');
    const labels = labelsIn(call);
    const state = textIn(call, 'state');
    if (body !== undefined) assertBodyLength(body);
    const ticket = world.changeTicket(number, {
      ...(title === undefined ? {} : { title }),
      ...(body === undefined ? {} : { body }),
      ...(labels === undefined ? {} : { labels }),
      ...(state === undefined || state === before ? {} : stateChange(state, world.parts.now())),
    });
    return ok(issueOf(world, ticket));
  },
};

function stateChange(state: string, now: number): Pick<Ticket, 'state' | 'closedAt'> {
  return state === 'closed' ? { state, closedAt: now } : { state: 'open', closedAt: undefined };
}

function filterOf(call: Call): (ticket: Ticket) => boolean {
  const state = call.query.get('state') ?? 'open';
  const creator = call.query.get('creator')?.toLowerCase();
  const since = Date.parse(call.query.get('since') ?? '') || 0;
  const labels = (call.query.get('labels') ?? '').split(',').filter((label) => label !== '');
  return (ticket) =>
    (state === 'all' || ticket.state === state) &&
    (creator === undefined || ticket.author.toLowerCase() === creator) &&
    ticket.updatedAt >= since &&
    labels.every((label) => ticket.labels.includes(label));
}

/** Newest first, unless asked otherwise. */
function sorted(tickets: readonly Ticket[], call: Call): readonly Ticket[] {
  const byUpdate = call.query.get('sort') === 'updated';
  const rising = [...tickets].sort((left, right) =>
    byUpdate ? left.updatedAt - right.updatedAt : left.number - right.number,
  );
  return call.query.get('direction') === 'asc' ? rising : rising.reverse();
}

function titleIn(call: Call): string | undefined {
  const title = textIn(call, 'title');
  if (title === undefined) return undefined;
  if (title.trim() === '') throw invalid("Validation Failed: title can't be blank");
  if ([...title].length > MAX_TITLE) {
    throw invalid('Validation Failed: title is too long (maximum is 256 characters)');
  }
  return title;
}

function labelsIn(call: Call): readonly string[] | undefined {
  const labels = call.body.get('labels');
  if (!Array.isArray(labels)) return undefined;
  return labels.map((label: unknown) => (typeof label === 'string' ? label : nameOf(label)));
}

function nameOf(label: unknown): string {
  const name = typeof label === 'object' && label !== null && 'name' in label ? label.name : '';
  return String(name);
}
