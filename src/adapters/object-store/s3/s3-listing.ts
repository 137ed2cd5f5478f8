import { TransientError } from '../../../core/model/errors.ts';
import type { ObjectKey } from '../../../ports/object-store.ts';
import { parseObjectKey } from '../object-key.ts';
import type { S3Calls } from './s3-calls.ts';
import { S3RequestError } from './s3-failure.ts';

const MAX_PAGE_BYTES = 16 * 1024 * 1024;
const MAX_KEYS = 500_000;
const KEY = /<Key>([^<]{1,4000})<\/Key>/g;
const MORE = /<IsTruncated>true<\/IsTruncated>/;

interface Page {
  /** As the server knows them, in its order. */
  readonly names: readonly string[];
  readonly hasMore: boolean;
}

/** Safe keys below a prefix. What else lies in the bucket is passed over. */
export async function listBucket(calls: S3Calls, prefix: string): Promise<readonly ObjectKey[]> {
  const keys: ObjectKey[] = [];
  for (let after = ''; ; ) {
    const { names, hasMore } = await fetchPage(calls, prefix, after);
    keys.push(...names.filter((name) => name.startsWith(prefix) && parseObjectKey(name) !== undefined));
    if (!hasMore) return keys.sort();
    const last = names.at(-1);
    // A server that does not get on would keep us here for ever.
    if (last === undefined || last <= after) throw new S3RequestError({ kind: 'unusable' });
    if (keys.length > MAX_KEYS) throw tooMany(calls);
    after = last;
  }
}

function fetchPage(calls: S3Calls, prefix: string, after: string): Promise<Page> {
  return calls.send({
    maxBytes: MAX_PAGE_BYTES,
    make: async (client, answer) => {
      try {
        await client.listObjectsV2Query(calls.place.bucket, prefix, '', '', calls.limits.pageKeys, after);
        // The client reads keys that look like numbers as numbers, so `007` would be lost.
        return pageOf(answer().body.toString('utf8'));
      } catch (error) {
        if (error instanceof Error && 'code' in error) throw error;
        throw error instanceof S3RequestError ? error : new S3RequestError({ kind: 'unusable' });
      }
    },
  });
}

function pageOf(xml: string): Page {
  const names = [...xml.matchAll(KEY)].map(([, name = '']) => decodeURIComponent(name.replaceAll('+', ' ')));
  return { names, hasMore: MORE.test(xml) };
}

function tooMany({ place }: S3Calls): TransientError {
  return new TransientError(
    `The bucket ${place.bucket} of ${place.server} holds more than ${MAX_KEYS} objects of this host.`,
    'Look at who fills it.',
  );
}
