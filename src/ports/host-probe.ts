/** What lies at a path, links followed. */
export type PathFacts =
  | {
      readonly kind: 'file' | 'folder' | 'other';
      readonly uid: number;
      /** Of the owner; its number where it has no name. */
      readonly owner: string;
      /** The twelve bits of rights. */
      readonly mode: number;
      readonly isWritable: boolean;
    }
  | { readonly kind: 'absent' }
  /** `code` such as `EACCES`. */
  | { readonly kind: 'unreadable'; readonly code: string };

export interface DiskSpace {
  /** For this user. */
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** A service of systemd. */
export interface UnitFacts {
  readonly isLoaded: boolean;
  readonly isEnabled: boolean;
  readonly state: 'active' | 'failed' | 'inactive';
}

/** Looks at this machine and changes nothing. Nothing here throws. */
export interface HostProbe {
  user(): { readonly uid: number; readonly name: string };
  describe(path: string): PathFacts;
  /** Of the disk that the path lies on; undefined where it can't be told. */
  space(path: string): DiskSpace | undefined;
  /** Such as `2.39.5`; undefined where there is no git. */
  gitVersion(): Promise<string | undefined>;
  /** Undefined where no systemd runs. */
  unit(name: string): Promise<UnitFacts | undefined>;
}
