/** Who homeamp is at the forge. */
export interface ForgeAccount {
  readonly kind: 'account' | 'app';
  /** Lower case. */
  readonly login: string;
}

export interface ForgeRepository {
  readonly mayPush: boolean;
  readonly hasIssues: boolean;
  readonly isPrivate: boolean;
}

/** What was granted, as far as the forge tells: `pull_requests: write` of an app, or the scopes of a token. */
export type ForgeGrants =
  | { readonly kind: 'app'; readonly permissions: Readonly<Record<string, string>> }
  | { readonly kind: 'scopes'; readonly scopes: readonly string[] }
  /** The forge does not tell what such a token may do. */
  | { readonly kind: 'untold' };

export interface ForgeQuota {
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds since 1970. */
  readonly resetAt: number;
}

/** Asks what homeamp may do at the forge, by reading alone. Throws as `Forge` does. */
export interface ForgeAccess {
  account(): Promise<ForgeAccount>;
  repository(): Promise<ForgeRepository>;
  grants(): Promise<ForgeGrants>;
  /** Undefined where the forge shows no such branch. */
  isProtected(branch: string): Promise<boolean | undefined>;
  /** Costs none of it. */
  quota(): Promise<ForgeQuota>;
}
