import type { InstanceId, InstancePath } from '../model/instance.ts';

export const MANIFEST_KIND = 'backup';
export const MANIFEST_VERSION = 1;

export const BACKUP_CAUSES = ['apply', 'rollback', 'restore', 'snapshot'] as const;
/** What a set was made for; all but `snapshot` are of a run, and were kept before it touched a file. */
export type BackupCause = (typeof BACKUP_CAUSES)[number];

/** The files of one instance at one moment, or on both sides of one run. The bytes lie beside it, by their digest. */
export interface BackupManifest {
  readonly kind: typeof MANIFEST_KIND;
  readonly version: typeof MANIFEST_VERSION;
  /** Of the instance's part of a run, as in the history, or of the snapshot. */
  readonly id: string;
  readonly host: string;
  readonly instance: InstanceId;
  /** Where the files lay, for people alone: nothing is ever read or written there because of it. */
  readonly root: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly cause: BackupCause;
  /** Empty for a snapshot. */
  readonly revision: string;
  readonly planId: string;
  /** What a rollback undid or a restore brought back; null for the others. */
  readonly of: string | null;
  /** True when all of the files may be written while the server runs. */
  readonly liveWriteSafe: boolean;
  readonly files: readonly BackedUpFile[];
  /** Managed files that could not be read when a snapshot was taken. */
  readonly skipped: readonly SkippedFile[];
}

export interface BackedUpFile {
  readonly path: InstancePath;
  /** Null where the file was not there; always null in a snapshot. */
  readonly before: BackedUpImage | null;
  /** What a run wrote or a snapshot found; null where the run deleted the file. */
  readonly after: BackedUpImage | null;
}

export interface BackedUpImage {
  /** In lower-case hex. */
  readonly sha256: string;
  readonly size: number;
  /** Permission bits, such as 0o644. */
  readonly mode: number;
  /** By number. Null for a file that took the owner of its folder when it was made. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
}

export interface SkippedFile {
  readonly path: InstancePath;
  readonly reason: string;
}

/** Every image that a set needs to be whole, each once. */
export function imagesOf({ files }: Pick<BackupManifest, 'files'>): readonly BackedUpImage[] {
  const images = files.flatMap(({ before, after }) => [before, after]).filter((image) => image !== null);
  return [...new Map(images.map((image) => [image.sha256, image])).values()];
}
