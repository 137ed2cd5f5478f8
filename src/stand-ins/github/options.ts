export type Permission = 'admin' | 'write' | 'read' | 'none';

/** A GitHub App that is installed on the repository. */
export interface AppOptions {
  readonly id: number;
  /** Its account is `<slug>[bot]`. */
  readonly slug: string;
  readonly installationId: number;
  /** PEM. Checks the RS256 tokens that the app signs for itself. */
  readonly publicKey: string;
}

/** What GitHub says of the repository and of whoever asks. */
export interface RepositoryAccess {
  /** What a token was given, as GitHub tells of classic ones: `repo, read:org`; undefined: nothing is told. */
  readonly scopes?: string | undefined;
  /** Whether accounts may push; true when left out. */
  readonly push?: boolean;
  /** Whether the repository has issues; true when left out. */
  readonly issues?: boolean;
  /** Branches that GitHub protects; none when left out. */
  readonly protectedBranches?: readonly string[];
}

export interface GitHubStandInOptions {
  /** The bare repository is made below it. */
  readonly folder: string;
  /** `acme/network` when left out. */
  readonly repository?: string;
  /** Token to login. These accounts may do everything. */
  readonly tokens: Readonly<Record<string, string>>;
  /** What other people may do, by login. */
  readonly people?: Readonly<Record<string, Permission>>;
  /** Logins by `org/team`. */
  readonly teams?: Readonly<Record<string, readonly string[]>>;
  readonly app?: AppOptions;
  /** True: Git lets whoever has no token read, as of a public repository. */
  readonly isPublic?: boolean;
  /** False: writing checks is refused. */
  readonly checks?: boolean;
  /** Looked at for each request, so that a test may change what is in it. */
  readonly access?: RepositoryAccess;
  /** Requests an hour and account; 5,000 when left out. */
  readonly rateLimit?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}
