import type { RootPath } from './live-files.ts';

/** One folder below the AMP instances folder. */
export interface LocalInstance {
  readonly folder: string;
  /** AMP's module, from the marker file; `unknown` where there is none. */
  readonly module: 'minecraft' | 'generic' | 'controller' | 'unknown';
  /** Where the application's files lie, or why they can't be used. */
  readonly root:
    | { readonly kind: 'found'; readonly path: RootPath }
    | { readonly kind: 'refused'; readonly reason: string };
}

/** Finds the instances on this host. Throws `MistakeError` when the instances folder can't be read. */
export interface LocalInstances {
  list(): readonly LocalInstance[];
}
