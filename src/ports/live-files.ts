import type { InstancePath } from '../core/model/instance.ts';
import type { FileMeta, FolderOwned, LiveFile, StatIdentity } from '../core/model/live-file.ts';

/** Absolute path of an instance's application root, already proven to lie in the instances folder. */
export type RootPath = string;

/**
 * Reads an instance's files, confined to its root: symbolic links, hard links (more than one name), devices and
 * files over the size bound are `unreadable` with the reason, whatever the path says. Synchronous, since one local
 * disk answers faster so.
 */
export interface LiveFileReader {
  /** One lstat, for comparing with a known identity; undefined when nothing regular is there. */
  identify(root: RootPath, path: InstancePath): StatIdentity | undefined;
  read(root: RootPath, path: InstancePath): LiveFile;
  /**
   * Names in a folder, sorted; empty when it is not there. `.` is the root itself. Throws `MistakeError` for a folder that
   * can't be looked into: a link, no right, too many names.
   */
  list(root: RootPath, folder: InstancePath | '.'): readonly string[];
  /**
   * The last bytes of a text file that may be of any size and grow meanwhile, such as a log, read as UTF-8; the first
   * character may be cut. Undefined when nothing regular is there, or it can't be read.
   */
  tail(root: RootPath, path: InstancePath, maxBytes: number): string | undefined;
}

/** A file open for reading in parts; whoever asked for it closes its descriptor. */
export type OpenedFile =
  | { readonly kind: 'opened'; readonly fd: number; readonly size: number }
  | { readonly kind: 'refused'; readonly reason: string };

/** Opens an instance's file of at most that many bytes, confined to its root like the reader. */
export type OpenLiveFile = (root: RootPath, path: InstancePath, maxBytes: number) => OpenedFile;

/** A new content, durable in a temporary file beside its target, not yet visible. */
export interface StagedFile {
  readonly root: RootPath;
  readonly path: InstancePath;
  /** Name of the temporary file, in the target's folder. */
  readonly temporaryName: string;
}

/** Writes an instance's files, confined like the reader. Every method throws `OperatingError` kinds. */
export interface LiveFileWriter {
  /** Writes and fsyncs a temporary file in the target's folder, which is made when missing. `meta` undefined: the folder's owner, mode 0644. */
  stage(
    root: RootPath,
    path: InstancePath,
    bytes: Uint8Array,
    meta: FileMeta | FolderOwned | undefined,
    temporaryName: string,
  ): StagedFile;
  /** Renames over the target and fsyncs the folder. */
  commit(staged: StagedFile): void;
  /** Deletes the temporary file when it is still there. */
  discard(staged: StagedFile): void;
  /** Deletes a target that homeamp created, and fsyncs its folder. */
  remove(root: RootPath, path: InstancePath): void;
}
