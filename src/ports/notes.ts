/** Small texts by name that an agent keeps between passes. Durable when a call returns. */
export interface Notes {
  get(name: string): string | undefined;
  /** Undefined forgets it. */
  put(name: string, text: string | undefined): void;
  /** Names with this prefix, sorted. */
  names(prefix: string): readonly string[];
}
