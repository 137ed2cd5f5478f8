import { createVerify } from 'node:crypto';
import type { AppOptions } from './options.ts';

const MAX_AGE_SECONDS = 10 * 60;
const CLOCK_SKEW_SECONDS = 60;

/** Whether an app signed this JSON Web Token for itself with RS256, and it is good now and for at most ten minutes. */
export function verifyAppToken(token: string, app: AppOptions, nowMillis: number): boolean {
  const [head = '', payload = '', signature = ''] = token.split('.');
  const claims = readPart(payload);
  if (readPart(head)?.get('alg') !== 'RS256' || claims === undefined) return false;
  if (String(claims.get('iss')) !== String(app.id)) return false;
  if (!isTimely(claims, nowMillis / 1000)) return false;
  const verify = createVerify('RSA-SHA256').update(`${head}.${payload}`);
  return verify.verify(app.publicKey, Buffer.from(signature, 'base64url'));
}

function isTimely(claims: ReadonlyMap<string, unknown>, now: number): boolean {
  const issued = Number(claims.get('iat'));
  const expires = Number(claims.get('exp'));
  return issued <= now + CLOCK_SKEW_SECONDS && expires > now && expires <= now + MAX_AGE_SECONDS;
}

function readPart(part: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}
