import type { InstancePath } from '../../core/model/instance.ts';
import type { FileMeta, FolderOwned } from '../../core/model/live-file.ts';

/** One file's way from one image to another; undefined bytes mean that the file is not there. */
export interface Replacement {
  readonly path: InstancePath;
  readonly before: LiveImage | undefined;
  readonly after: Image | undefined;
}

/** An image that was read on this host. */
export interface LiveImage extends Image {
  readonly meta: FileMeta | undefined;
}

export interface Image {
  readonly bytes: Uint8Array;
  readonly digest: string;
  /** Undefined for a file that is created: it takes its folder's owner. */
  readonly meta: FileMeta | FolderOwned | undefined;
}
