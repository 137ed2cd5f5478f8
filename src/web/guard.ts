import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../core/model/secret.ts';
import type { PageRequest } from './reply.ts';

/** Why a request may not be answered; undefined when it may. */
export type Refusal = 'token' | 'host' | undefined;

const BEARER = /^Bearer ([\x21-\x7e]{1,1024})$/i;
const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * With a token, whoever has it may ask. Without one this host alone can, and then a page of the web could make a
 * browser here ask under its own name: names that are not this host's own are refused.
 */
export function createGuard(token: Secret<string> | undefined): (request: PageRequest) => Refusal {
  if (token === undefined) return ({ host }) => (LOOPBACK_HOST.test(host) ? undefined : 'host');
  const wanted = digest(token.reveal());
  return ({ authorization }) => {
    const [, given] = BEARER.exec(authorization ?? '') ?? [];
    // Digests have one length, so that the time tells neither the token nor how long it is.
    const isRight = timingSafeEqual(digest(given ?? ''), wanted);
    return isRight && given !== undefined ? undefined : 'token';
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
