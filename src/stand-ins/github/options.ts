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
  /** False: writing checks is refused. */
  readonly checks?: boolean;
  /** Requests an hour and account; 5,000 when left out. */
  readonly rateLimit?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}
