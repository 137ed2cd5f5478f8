import { TransientError } from '../../core/model/errors.ts';
import type { SourceTree } from '../../ports/source-repository.ts';
import type { ObjectReader } from './object-reader.ts';
import { MAX_TOTAL_BYTES, parseSourcePath, SourceBudget, showUnsafePath } from './source-bounds.ts';

interface Blob {
  readonly path: string;
  readonly oid: string;
  readonly size: number;
}

type Refusal = SourceTree['refused'][number];

const ENTRY = /^(\d{6}) ([a-z]+) ([0-9a-f]{40,64}) +(\d+|-)$/;
const TAB = 9;

/** Takes the regular files of a tree listing; sizes are checked before anything is read. Paths lose the prefix. */
export async function readBlobs(
  reader: ObjectReader,
  listing: Buffer,
  prefix: string,
): Promise<Pick<SourceTree, 'files' | 'refused'>> {
  const { blobs, refused } = parseListing(listing, Buffer.byteLength(prefix));
  const files = new Map<string, Uint8Array>();
  if (blobs.length === 0) return { files, refused };
  const objects = await reader.readObjects(
    blobs.map((blob) => blob.oid),
    MAX_TOTAL_BYTES,
  );
  blobs.forEach((blob, index) => {
    const object = objects[index];
    if (object?.type !== 'blob' || object.bytes.length !== blob.size) throw lacksContent(blob.path);
    files.set(blob.path, object.bytes);
  });
  return { files, refused };
}

function parseListing(
  listing: Buffer,
  prefixLength: number,
): { readonly blobs: readonly Blob[]; readonly refused: readonly Refusal[] } {
  const blobs: Blob[] = [];
  const refused: Refusal[] = [];
  const budget = new SourceBudget();
  for (let start = 0; start < listing.length; ) {
    const end = listing.indexOf(0, start);
    const tab = listing.indexOf(TAB, start);
    const [entry, mode = '', , oid = '', size = ''] =
      ENTRY.exec(listing.toString('latin1', start, tab)) ?? [];
    const pathBytes = listing.subarray(tab + 1 + prefixLength, end);
    start = end + 1;
    const path = parseSourcePath(pathBytes);
    // Git tells `BAD` as the size of what it can't read.
    if (entry === undefined) throw lacksContent(path ?? showUnsafePath(pathBytes));
    const reason = path === undefined ? 'its path has characters that are not safe' : reasonToRefuse(mode);
    if (path === undefined || reason !== undefined) {
      refused.push({ path: path ?? showUnsafePath(pathBytes), reason: reason ?? '' });
    } else {
      budget.take(path, Number(size));
      blobs.push({ path, oid, size: Number(size) });
    }
  }
  return { blobs, refused };
}

function lacksContent(path: string): TransientError {
  return new TransientError(
    `The repository lacks the content of ${path}.`,
    'Fetch it again, or see what `git fsck` says.',
  );
}

function reasonToRefuse(mode: string): string | undefined {
  switch (mode) {
    case '100644':
    case '100755':
      return undefined;
    case '120000':
      return 'it is a symbolic link';
    case '160000':
      return 'it is a submodule';
    default:
      return `it has the mode ${mode}, which no plain file has`;
  }
}
