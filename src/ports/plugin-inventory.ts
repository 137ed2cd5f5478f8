import type { DescriptorName, JarContent } from '../core/model/installed-plugin.ts';
import type { InstancePath } from '../core/model/instance.ts';
import type { StatIdentity } from '../core/model/live-file.ts';
import type { RootPath } from './live-files.ts';

/** The bytes of the files in a jar that describe a plugin; none for a jar that describes none. */
export type JarReading =
  | { readonly kind: 'read'; readonly descriptors: ReadonlyMap<DescriptorName, Uint8Array> }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * Looks into jars, confined like the reader of live files and bounded in size, entries and time: whatever is wrong with
 * a jar is the reason why it is unreadable, never a failure.
 */
export interface JarReader {
  read(root: RootPath, jar: InstancePath): Promise<JarReading>;
}

/** What a jar said when it was last opened, and what it was then. */
export interface KnownJar {
  readonly identity: StatIdentity;
  readonly content: JarContent;
}

/** Remembers what jars said, so that one that has not moved is not opened again. A cache: losing it costs time alone. */
export interface JarCache {
  /** By the jar's file name. */
  get(root: RootPath): ReadonlyMap<string, KnownJar>;
  /** Replaces all of the root's. */
  put(root: RootPath, jars: ReadonlyMap<string, KnownJar>): void;
}
