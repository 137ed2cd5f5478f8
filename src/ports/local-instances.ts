import type { Platform } from '../core/model/instance.ts';
import type { RootPath } from './live-files.ts';

/** One folder below the AMP instances folder, or an instance that AMP lists and whose folder is not there. */
export interface LocalInstance {
  /** The folder's name; AMP's name of an instance without one. */
  readonly folder: string;
  /** AMP's module, from its registry or the marker file; `unknown` where neither says. */
  readonly module: 'minecraft' | 'generic' | 'controller' | 'unknown';
  /** Where the application's files lie, or why they can't be used. `absent`: the instance has no folder. */
  readonly root:
    | { readonly kind: 'found'; readonly path: RootPath }
    | { readonly kind: 'refused'; readonly reason: string }
    | { readonly kind: 'absent' };
  /** What runs there as far as AMP's settings and the files agree; undefined where they don't say. */
  readonly platform: Platform | undefined;
  /** Undefined where AMP's registry does not list it, or can't be read. */
  readonly amp: AmpFacts | undefined;
}

/** What AMP's registry says of an instance. A fact that is missing there, or has another form, is undefined. */
export interface AmpFacts {
  /** AMP's own id, always a GUID. */
  readonly instanceId: string | undefined;
  /** What AMP's API calls it: a safe name, mostly that of the folder. */
  readonly instanceName: string;
  /** What people see in AMP; may hold anything, at most 100 characters. */
  readonly friendlyName: string | undefined;
  readonly daemon: boolean | undefined;
  readonly startsOnBoot: boolean | undefined;
  /** True where the server runs in a container of its own. */
  readonly container: boolean | undefined;
  readonly suspended: boolean | undefined;
}

/** Finds the instances on this host. */
export interface LocalInstances {
  /** Sorted by folder. Throws `MistakeError` when the instances folder can't be read. */
  list(): readonly LocalInstance[];
  /** What the last `list` could not use of AMP's registry, as sentences; empty where there is no registry. */
  troubles(): readonly string[];
}
