import type { LiveIndex } from './live-index.ts';

/** What a person says of the old files. */
export interface LegacyOptions {
  /** Old name → the name to use, of servers and plugins alike. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Server → host. */
  readonly hosts: ReadonlyMap<string, string>;
  readonly files: readonly FileRule[];
  /** What the servers' own files have, where they were given. */
  readonly live: LiveIndex | undefined;
}

/** Which file holds the keys of a plugin that fit the glob. */
export interface FileRule {
  readonly plugin: string;
  readonly glob: string;
  readonly file: string;
}
