/** What is on disk at a managed path. Absence is a value; a failure to read is never taken for absence. */
export type LiveFile =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'present';
      readonly bytes: Uint8Array;
      readonly meta: FileMeta;
      readonly identity: StatIdentity;
    }
  | {
      readonly kind: 'unreadable';
      readonly reason: string;
      readonly line?: number;
      readonly column?: number;
    };

export interface FileMeta {
  /** Permission bits, such as 0o644. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** A new file's rights where its owner is to be that of its folder. */
export interface FolderOwned {
  readonly mode: number;
  readonly owner: 'folder';
}

/**
 * What a stat says of a file's contents: device, inode, size, modification and change time in nanoseconds.
 * Two equal identities mean equal bytes, unless the file was written within the clock's grain of the first look.
 */
export type StatIdentity = string;
