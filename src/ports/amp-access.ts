/** An instance as AMP shows it to homeamp's account. */
export interface AmpInstance {
  readonly name: string;
  /** AMP's version there; undefined where it is not told. */
  readonly version: string | undefined;
}

/** One thing that the account's role does not allow. */
export interface MissingRight {
  /** `Module/Method`. */
  readonly method: string;
  /** Follows "homeamp may not". */
  readonly does: string;
  /** The node of AMP's rights that it takes, as far as known. */
  readonly permission: string;
}

/** Asks what homeamp may do in AMP, and does none of it. Throws as `ServerOperator` does. */
export interface AmpAccess {
  /** Logs in. Controllers are left out. */
  instances(): Promise<readonly AmpInstance[]>;
  /** Throws `TransientError` where the instance's own part of AMP is down. */
  missingRights(server: string): Promise<readonly MissingRight[]>;
}
