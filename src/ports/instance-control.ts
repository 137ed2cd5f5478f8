import type { RootPath } from './live-files.ts';

/** What can be known of a server's process. `unknown` must be treated as running. */
export type ProcessState =
  | { readonly kind: 'stopped' }
  /** `startedAt`: milliseconds since 1970, UTC; what was written before it is loaded. */
  | { readonly kind: 'running'; readonly startedAt: number; readonly isJava: boolean }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface InstanceControl {
  processState(root: RootPath): ProcessState;
}
