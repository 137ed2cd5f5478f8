import type { RootPath } from './live-files.ts';

/** What can be known of a server's process. `unknown` must be treated as running. */
export type ProcessState = 'stopped' | 'running' | 'unknown';

export interface InstanceControl {
  processState(root: RootPath): ProcessState;
}
