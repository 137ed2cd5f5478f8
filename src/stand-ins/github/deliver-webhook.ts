import { createHmac, randomUUID } from 'node:crypto';

/** Sends an event as GitHub does, signed with the secret that both sides know. */
export function deliverWebhook(
  url: string,
  secret: string,
  event: string,
  payload: unknown,
): Promise<Response> {
  const body = JSON.stringify(payload);
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/stand-in',
      'x-github-event': event,
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${signature}`,
    },
  });
}
