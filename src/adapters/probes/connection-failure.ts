import type { HandshakeFailure } from '../../ports/service-probe.ts';

/** Codes that OpenSSL and Node give for a certificate that is not trusted here. */
const UNTRUSTED =
  /^(?:CERT_|ERR_TLS_CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(?:VERIFY|GET)|HOSTNAME_MISMATCH|INVALID_CA)/;
/** Whoever answers speaks no TLS, or none that this host takes. */
const NO_TLS = /^(?:ERR_SSL_|EPROTO)/;
const NO_HTTP = /^HPE_/;

/**
 * Why a connection failed, by the code of its error; the error's text may hold anything and is not used. Throws what has
 * no code on: that is no failure of a connection.
 */
export function connectionFailure(error: unknown): HandshakeFailure {
  const code = codeOf(error);
  if (code === '') throw error;
  if (UNTRUSTED.test(code)) return 'untrusted';
  if (NO_TLS.test(code) || NO_HTTP.test(code)) return 'stranger';
  return code === 'ETIMEDOUT' ? 'silent' : 'unreachable';
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** In words, for a person. */
export const FAILURE_TEXT: Readonly<Record<HandshakeFailure, string>> = {
  unreachable: 'nothing answers there',
  silent: 'it gives no answer in time',
  stranger: 'something else answers there',
  refused: 'it refuses the login',
  'wants-login': 'it wants a login',
  'not-ready': 'it is not ready',
  untrusted: 'its certificate is not trusted here, or it offers no TLS',
};
