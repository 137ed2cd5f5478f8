/** A folder of instances that the fleet does not name, or an instance of AMP's without a folder. */
export interface UnknownFolder {
  readonly folder: string;
  readonly module: 'minecraft' | 'generic' | 'unknown';
  /** Null where nothing tells it. */
  readonly platform: string | null;
  /** What AMP shows people; null where AMP does not list it. */
  readonly friendlyName: string | null;
  /** Why its files could not be used; null where they could. */
  readonly reason: string | null;
}
