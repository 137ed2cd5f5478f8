/** What came of asking an address of http or https. */
export type WebAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Milliseconds since 1970, by the server's own clock, to the second; undefined where it does not say. */
      readonly dateMillis: number | undefined;
      /** When the answer came, by this clock. */
      readonly atMillis: number;
      /** At most 64 KiB of it. */
      readonly body: string;
    }
  | { readonly kind: 'failed'; readonly cause: 'unreachable' | 'silent' | 'stranger' | 'untrusted' };

/** Sends one GET, follows no redirect, and gives up after a few seconds. Never throws. */
export interface WebProbe {
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<WebAnswer>;
}
