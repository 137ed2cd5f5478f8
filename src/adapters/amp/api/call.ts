/** One method of AMP, in its own words and in those of messages. All of it is constant. */
export interface Call {
  /** `Module/Method`. */
  readonly method: string;
  /** Follows "does not let homeamp". */
  readonly does: string;
  /** The node of AMP's rights that it takes, as far as known. */
  readonly permission: string;
  /** True where a second time does no harm, so that it is sent once more when no answer came. */
  readonly isRepeatable: boolean;
  /** Where each call gives what came since the session's last one, so that only a new session gives a lost answer again. */
  readonly readsOnward?: true;
}

/** What a method is called with; AMP names its parameters. */
export type Params = Readonly<Record<string, string | boolean>>;

/** What a role needs to see an instance; AMP wants it for each one. */
export const MANAGE_INSTANCE = 'Instances.<id of the instance>.Manage';

export const LOGIN: Call = {
  method: 'Core/Login',
  does: 'log in',
  permission: MANAGE_INSTANCE,
  isRepeatable: false,
};
