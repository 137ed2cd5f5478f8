import type { IncomingMessage } from 'node:http';
import { verify } from '@octokit/webhooks-methods';
import type { Secret } from '../core/model/secret.ts';
import type { Hint } from './hint-gate.ts';
import { readBody } from './read-body.ts';
import { createSeenDeliveries } from './seen-deliveries.ts';

/** What is answered; `hints` only where the delivery was ours to believe and came for the first time. */
export interface DeliveryAnswer {
  readonly status: 202 | 401 | 404 | 405 | 411 | 413;
  readonly hints: readonly Hint[];
}

const MAX_BODY_BYTES = 1_048_576;
const REMEMBERED_DELIVERIES = 1_000;

const HINTS: ReadonlyMap<string, readonly Hint[]> = new Map([
  ['push', ['repository', 'pulls']],
  ['pull_request', ['pulls']],
  ['pull_request_review', ['pulls']],
]);

/**
 * Answers requests, each undefined when its sender went away. The body proves with its signature who sent it, and is
 * never looked into. Never throws.
 */
export function createDeliveryAnswerer(
  secret: Secret<string>,
): (request: IncomingMessage) => Promise<DeliveryAnswer | undefined> {
  const ids = createSeenDeliveries(REMEMBERED_DELIVERIES);
  // The id is not signed: who got hold of a delivery could send it again under another one.
  const signatures = createSeenDeliveries(REMEMBERED_DELIVERIES);

  return async (request) => {
    const refused = refusalOf(request);
    if (refused !== undefined) return answer(refused);
    const body = await readBody(request, MAX_BODY_BYTES);
    if (body.kind === 'broken') return undefined;
    if (body.kind === 'too-large') return answer(413);
    const signature = header(request, 'x-hub-signature-256');
    if (!(await isSigned(secret, body.bytes, signature))) return answer(401);
    const id = header(request, 'x-github-delivery');
    const isNewId = id === '' || ids.isNew(id.slice(0, 100));
    if (!signatures.isNew(signature) || !isNewId) return answer(202);
    return answer(202, HINTS.get(header(request, 'x-github-event')));
  };
}

function answer(status: DeliveryAnswer['status'], hints: readonly Hint[] = []): DeliveryAnswer {
  return { status, hints };
}

function refusalOf({ url, method, headers }: IncomingMessage): DeliveryAnswer['status'] | undefined {
  if (url !== '/webhook') return 404;
  if (method !== 'POST') return 405;
  const isSized = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  return isSized ? undefined : 411;
}

async function isSigned(secret: Secret<string>, bytes: Uint8Array, signature: string): Promise<boolean> {
  const text = textOf(bytes);
  if (text === undefined || text === '' || signature === '') return false;
  return verify(secret.reveal(), text, signature);
}

/** Undefined where the text would not give these very bytes back, since it is the bytes that are signed. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}
