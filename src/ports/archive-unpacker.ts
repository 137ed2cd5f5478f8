/** An entry of an archive that was not taken although it was wanted, by the name that the archive gives it. */
export interface RefusedEntry {
  readonly name: string;
  readonly reason: string;
}

export interface UnpackRequest {
  /** The archive's own file: `.tar`, `.tar.gz`, `.tgz` or `.zip`, told by its first bytes. */
  readonly archive: string;
  /** An empty folder of this user alone. */
  readonly into: string;
  /** Asked with each regular file's path; what is not wanted is passed over. */
  readonly isWanted: (path: string) => boolean;
}
