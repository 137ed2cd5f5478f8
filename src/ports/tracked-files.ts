/** The files of a work tree that Git has or would take. */
export interface TrackedFiles {
  /** All of them, or what the next commit changes; with `/`, from the top of the repository. */
  list(which: 'all' | 'staged'): Promise<readonly string[]>;
  /** As it lies, or as it is staged; undefined for what is no regular file, or larger than this. */
  read(path: string, which: 'all' | 'staged', largest: number): Promise<Uint8Array | undefined>;
  /** The folder that holds the repository. */
  readonly top: string;
}
