/** What went wrong with one request, as far as it is believed: nothing in it is foreign text that could be shown. */
export type S3Failure =
  /** The server answered, and not with what was asked for. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      /** S3's word for it; empty where there was none. Never shown. */
      readonly code: string;
      readonly retryAfterMillis: number | undefined;
      /** How far this host's clock is ahead of the server's; undefined where the answer has no date. */
      readonly aheadMillis: number | undefined;
    }
  /** No answer, or half of one; `code` is the system's. */
  | { readonly kind: 'broken'; readonly code: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'oversized' }
  /** The bytes are not those that were put. */
  | { readonly kind: 'damaged' }
  /** The answer is not what S3 promises. */
  | { readonly kind: 'unusable' };

/** Thrown inside the adapter alone; callers of the store see the kinds of the model. */
export class S3RequestError extends Error {
  readonly failure: S3Failure;

  constructor(failure: S3Failure) {
    super(failure.kind);
    this.name = 'S3RequestError';
    this.failure = failure;
  }
}

/** Undefined for a bug. */
export function failureOf(error: unknown): S3Failure | undefined {
  if (error instanceof S3RequestError) return error.failure;
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return { kind: 'silent' };
  const isFromSystem = 'code' in error && typeof error.code === 'string';
  return isFromSystem ? { kind: 'broken', code: String(error.code) } : undefined;
}

const PASSING_CODES = new Set([
  'BadDigest',
  'IncompleteBody',
  'InternalError',
  'OperationAborted',
  'RequestTimeout',
  'SlowDown',
  'XAmzContentSHA256Mismatch',
]);
const FULL_CODES = new Set([
  'EntityTooLarge',
  'InsufficientStorage',
  'QuotaExceeded',
  'XMinioAdminBucketQuotaExceeded',
  'XMinioStorageFull',
]);
/** Node's and OpenSSL's words for a certificate that isn't trusted, and for a server that does not speak TLS. */
const DISTRUST = /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO$)/;

/** True when the same request may succeed a moment later. */
export function isWorthAnotherTry(failure: S3Failure): boolean {
  switch (failure.kind) {
    case 'refused':
      if (isFull(failure)) return false;
      return failure.status >= 500 || [408, 429].includes(failure.status) || PASSING_CODES.has(failure.code);
    case 'broken':
      return !isDistrust(failure);
    case 'silent':
    case 'damaged':
    case 'unusable':
      return true;
    case 'oversized':
      return false;
  }
}

/** True when the server has no room left, or no more for this user. */
export function isFull(failure: S3Failure): boolean {
  return failure.kind === 'refused' && (failure.status === 507 || FULL_CODES.has(failure.code));
}

/** True when the connection is not trusted. */
export function isDistrust(failure: S3Failure): boolean {
  return failure.kind === 'broken' && DISTRUST.test(failure.code);
}
