import * as z from 'zod';
import type { AmpReply } from './amp-http.ts';

/** What AMP's reply to a call means. */
export type Answer =
  /** Undefined where the method has no result. */
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'session-lost' }
  /** `permission` as AMP names it; undefined where it does not. */
  | { readonly kind: 'forbidden'; readonly permission: string | undefined }
  /** The instance's own part of AMP is down, or there is no such instance any more. */
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'refused'; readonly isUnknownNode: boolean }
  | { readonly kind: 'crashed' }
  | { readonly kind: 'unusable' };

const REQUIRED = /requires the ([A-Za-z0-9_.*-]{1,200}) permission/;
const SESSION = 'Session.Exists';
const exception = z.object({ Title: z.string(), Message: z.string().nullable() });
const failure = z.object({ Status: z.literal(false), Reason: z.string().nullish() });

/** AMP reports a failure in one of several shapes, nearly always with status 200. */
export function judgeReply({ status, value }: AmpReply): Answer {
  const bare = unwrap(value);
  const failed = findFailure(bare);
  if (failed !== undefined) return failed;
  if (status === 401) return { kind: 'session-lost' };
  if (status === 403) return { kind: 'forbidden', permission: undefined };
  return status >= 400 ? { kind: 'unusable' } : { kind: 'value', value: bare };
}

/** `{ result: X }`, which some methods answer with in place of X. */
function unwrap(value: unknown): unknown {
  const isWrapper =
    typeof value === 'object' && value !== null && 'result' in value && Object.keys(value).length === 1;
  return isWrapper ? value.result : value;
}

function findFailure(value: unknown): Answer | undefined {
  if (value === false) return { kind: 'refused', isUnknownNode: false };
  const thrown = exception.safeParse(value);
  if (thrown.success) return judgeException(thrown.data.Title, thrown.data.Message ?? '');
  const said = failure.safeParse(value);
  return said.success ? judgeReason(said.data.Reason ?? '') : undefined;
}

function judgeException(title: string, message: string): Answer {
  const missing = judgeRight(message);
  if (missing !== undefined) return missing;
  if (/^unauthorized/i.test(title)) return { kind: 'forbidden', permission: undefined };
  return /^instance unavailable/i.test(title) ? { kind: 'unavailable' } : { kind: 'crashed' };
}

function judgeReason(reason: string): Answer {
  const missing = judgeRight(reason);
  if (missing !== undefined) return missing;
  if (/no such instance/i.test(reason)) return { kind: 'unavailable' };
  return { kind: 'refused', isUnknownNode: /no such node/i.test(reason) };
}

/** A session that AMP has forgotten looks as if a right were missing. */
function judgeRight(text: string): Answer | undefined {
  const permission = REQUIRED.exec(text)?.[1];
  if (permission === undefined) return undefined;
  return permission === SESSION ? { kind: 'session-lost' } : { kind: 'forbidden', permission };
}
