import { MistakeError } from '../../core/model/errors.ts';
import { scrubCredentials } from './scrub-credentials.ts';

const URL_LIKE = /^[a-z][a-z0-9+.-]*:\/\//i;
const SCP_LIKE = /^(?:[A-Za-z0-9_][\w.-]*@)?[A-Za-z0-9][A-Za-z0-9.-]+:(?!:|\/\/)/;
const ALLOWED_URL = /^(?:https?|ssh|file):\/\//i;

/** True for what reads as an address and not as a folder. */
export function isAddress(location: string): boolean {
  return URL_LIKE.test(location) || SCP_LIKE.test(location);
}

/** Throws `MistakeError` for an address of a kind that could run programs or that homeamp doesn't know. */
export function assertAllowedAddress(location: string): void {
  if (!location.startsWith('-') && (ALLOWED_URL.test(location) || !URL_LIKE.test(location))) return;
  throw new MistakeError(
    `${scrubCredentials(location)} has a kind of address that homeamp does not fetch from.`,
    'Use https://, ssh://, file:// or user@host:path.',
  );
}
