import type { SourceRepository, SourceTree } from '../../ports/source-repository.ts';
import { sha256 } from '../digest.ts';

const FOLDERS = ['desired-state/', 'templates/'];

/** A repository that is not on disk yet, so that what will be written is read first as any other; it has one revision. */
export function memorySource(files: ReadonlyMap<string, string | Uint8Array>): SourceRepository {
  const read = [...files]
    .filter(([path]) => FOLDERS.some((folder) => path.startsWith(folder)))
    .map(([path, content]) => [path, bytesOf(content)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const digest = sha256(read.map(([path, bytes]) => `${path}\n${sha256(bytes)}\n`).join(''));
  const tree: SourceTree = {
    revision: { kind: 'files', digest },
    treeId: digest,
    files: new Map(read),
    refused: [],
  };
  return { identify: async () => tree, readTree: async () => tree };
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : content;
}
