import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from './reply.ts';

/** How long what a refused sender still sends is thrown away, so that it can read the answer. */
const LINGER_MILLIS = 500;

/** On every answer: browsers keep nothing, guess nothing and show nothing inside other pages. */
const GUARDING = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Sends the whole answer, without its body to `HEAD`, and lets go of a sender that still sends. */
export function sendReply(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  const isUnread = !request.complete;
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, {
    ...GUARDING,
    'content-type': reply.contentType,
    'content-length': body.length,
    ...reply.headers,
    ...(isUnread ? { connection: 'close' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
  if (!isUnread) return;
  request.resume();
  const cut = setTimeout(() => request.destroy(), LINGER_MILLIS);
  request.on('close', () => clearTimeout(cut));
}
