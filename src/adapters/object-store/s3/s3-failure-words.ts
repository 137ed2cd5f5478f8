import { MistakeError, type OperatingError, TransientError } from '../../../core/model/errors.ts';
import { isDistrust, isFull, isWorthAnotherTry, type S3Failure } from './s3-failure.ts';

/** What a message may name of the place. */
export interface S3Place {
  /** Host and port of the endpoint. */
  readonly server: string;
  readonly bucket: string;
}

type Refusal = Extract<S3Failure, { kind: 'refused' }>;

const AGAIN = 'Nothing to do: homeamp tries again. If this lasts, look whether the store runs.';

/** The kind of error that says what to do about a request that failed for good. */
export function storeError(failure: S3Failure, place: S3Place): OperatingError {
  const { server } = place;
  switch (failure.kind) {
    case 'refused':
      return refusalError(failure, place);
    case 'broken':
      return isDistrust(failure) ? distrustError(failure.code, server) : brokenError(failure.code, server);
    case 'silent':
      return new TransientError(`The store ${server} does not answer in time.`, AGAIN);
    case 'oversized':
      return new TransientError(
        `The store ${server} gives more than homeamp reads: 256 MiB for an object.`,
        'Look at who put it there.',
      );
    case 'damaged':
      return new TransientError(
        `An object in the bucket ${place.bucket} of ${server} is damaged: it is not what was put there.`,
        'Restore it from another copy of the bucket, and look at the store’s disks.',
      );
    case 'unusable':
      return new TransientError(
        `The store ${server} does not answer as S3 does.`,
        'Check `store.endpoint`, and that no proxy answers in its place.',
      );
  }
}

/** A bucket that is not there and that homeamp may not make. */
export function missingBucketError({ server, bucket }: S3Place): MistakeError {
  return new MistakeError(
    `There is no bucket ${bucket} at ${server}, and this key may not make one.`,
    `Make it, for example with \`mc mb STORE/${bucket}\`, or allow \`s3:CreateBucket\`; or correct \`store.buckets\`.`,
  );
}

function brokenError(code: string, server: string): TransientError {
  const known = /^[A-Z_]{1,40}$/.test(code) ? code : 'no answer';
  return new TransientError(
    `The store ${server} is out of reach (${known}).`,
    'Nothing to do: homeamp tries again. If this lasts, check `store.endpoint`, the network, and that the store runs.',
  );
}

function distrustError(code: string, server: string): MistakeError {
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return new MistakeError(
      `The certificate of the store ${server} is not valid today (${code}).`,
      'Renew it on the store, and check the clock of this host.',
    );
  }
  return new MistakeError(
    `The store ${server} can’t prove who it is: its certificate is not trusted, or it does not speak TLS (${code}).`,
    'Give the store a certificate for this very name, and where its authority is your own, name the authority’s file in `NODE_EXTRA_CA_CERTS` for the agent.',
  );
}

function refusalError(refusal: Refusal, place: S3Place): OperatingError {
  const { server } = place;
  if (isFull(refusal)) {
    return new TransientError(
      `The store ${server} is full, or this user’s quota in it is.`,
      'Free some room there, or raise the quota.',
    );
  }
  if (refusal.status >= 500 || [408, 429].includes(refusal.status)) return busyError(refusal, server);
  return codedError(refusal, place);
}

function busyError({ status, retryAfterMillis }: Refusal, server: string): TransientError {
  const options = retryAfterMillis === undefined ? {} : { retryAfterMillis };
  if ([429, 503].includes(status)) {
    return new TransientError(`The store ${server} is too busy (${status}).`, AGAIN, options);
  }
  return new TransientError(`The store ${server} fails (${status}).`, AGAIN, options);
}

function codedError(refusal: Refusal, place: S3Place): OperatingError {
  const { code, aheadMillis } = refusal;
  if (SKEWED.has(code)) return skewError(aheadMillis, place.server);
  if (OF_ANOTHER_REGION.has(code)) return wrongRegion(place.server);
  if (code === 'NoSuchBucket') return missingBucketError(place);
  if (isWorthAnotherTry(refusal)) {
    return new TransientError(`What was sent to the store ${place.server} did not arrive whole.`, AGAIN);
  }
  return MISTAKES.get(code)?.(place) ?? statusError(refusal.status, place);
}

const SKEWED = new Set(['RequestTimeTooSkewed', 'RequestExpired']);
const OF_ANOTHER_REGION = new Set([
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
  'InvalidLocationConstraint',
]);

/** By what S3 calls it. */
const MISTAKES: ReadonlyMap<string, (place: S3Place) => MistakeError> = new Map([
  [
    'InvalidAccessKeyId',
    ({ server }) =>
      new MistakeError(
        `The store ${server} does not know the access key.`,
        'Correct `store.accessKey`, or make the user in the store.',
      ),
  ],
  [
    'SignatureDoesNotMatch',
    ({ server }) =>
      new MistakeError(
        `The store ${server} says that the secret key does not belong to the access key.`,
        'Correct `store.secretKey`. If it is right, look whether a proxy changes the host or the path.',
      ),
  ],
  [
    'BucketAlreadyExists',
    ({ server, bucket }) =>
      new MistakeError(
        `The bucket ${bucket} at ${server} belongs to somebody else.`,
        'Choose another name in `store.buckets`, or let its owner give this user access.',
      ),
  ],
  [
    'TooManyBuckets',
    ({ server, bucket }) =>
      new MistakeError(
        `This user has as many buckets at ${server} as it may have, and ${bucket} is none of them.`,
        'Make the bucket as another user and give this one access, or raise the limit.',
      ),
  ],
]);

function statusError(status: number, { server, bucket }: S3Place): OperatingError {
  if (status >= 300 && status < 400) return wrongRegion(server);
  if (status === 401 || status === 403) {
    return new MistakeError(
      `The store ${server} denies what homeamp asks of the bucket ${bucket}.`,
      'Allow this user `s3:ListBucket` on the bucket, and `s3:GetObject`, `s3:PutObject` and `s3:DeleteObject` below this host’s name in it.',
    );
  }
  return new MistakeError(
    `The store ${server} refuses what homeamp asks of the bucket ${bucket} (${status}).`,
    'Check `store.endpoint` and `store.region`, and look into the store’s log.',
  );
}

function wrongRegion(server: string): MistakeError {
  return new MistakeError(
    `The store ${server} is not of the region that homeamp asks for.`,
    'Correct `store.region`, and `store.endpoint` where each region has its own.',
  );
}

function skewError(aheadMillis: number | undefined, server: string): TransientError {
  const seconds = Math.round(Math.abs(aheadMillis ?? 0) / 1000);
  const amount = seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
  const way = (aheadMillis ?? 0) < 0 ? 'behind' : 'ahead of';
  const far = aheadMillis === undefined ? 'too far from' : `${amount} ${way}`;
  return new TransientError(
    `The clock of this host is ${far} the store’s at ${server}, which therefore refuses every request.`,
    'Set both clocks: `timedatectl` says whether this host’s is synchronised, `timedatectl set-ntp true` keeps it so.',
  );
}
