import type { Revision } from '../core/model/revision.ts';

/** A tree of the repository: only regular files, bounded in number and size. Paths use `/`. */
export interface SourceTree {
  readonly revision: Revision;
  /** Equal ids mean equal files in `desired-state/` and `templates/`. */
  readonly treeId: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Entries that were not taken, such as symbolic links and submodules, with the reason. */
  readonly refused: readonly { readonly path: string; readonly reason: string }[];
}

/** Where desired state is read from. Throws `MistakeError` for an unknown ref, `TransientError` when unreachable. */
export interface SourceRepository {
  /** Cheap: which revision and tree a ref names now. Undefined ref = the source's default. */
  identify(ref: string | undefined): Promise<{ readonly revision: Revision; readonly treeId: string }>;
  /** Reads `desired-state/` and `templates/` at the ref. */
  readTree(ref: string | undefined): Promise<SourceTree>;
}
