/** What one round of handing over came to. */
export interface SpoolFlush {
  readonly sent: number;
  readonly left: number;
}

/** What waits on this host to be handed over to a store that is away, or was. Kept durably until it is there. */
export interface Spool {
  /** How many objects wait. */
  pending(): number;
  /**
   * Hands over what waits, backups first, for a bounded time. Never throws for what it expects: it says in the log what
   * went wrong or had to be dropped, and the rest stays for the next round.
   */
  flush(): Promise<SpoolFlush>;
}
