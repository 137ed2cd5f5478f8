import type { LeaveReason } from './leave-reason.ts';

/** A decision of collecting that a person may want otherwise; reads like the guesses of describing. */
export interface CollectGuess {
  readonly kind: CollectGuessKind;
  /** A plugin, a file as `Plugin:path`, an instance. */
  readonly subject: string;
  readonly text: string;
  /** What to write, or which option changes it. */
  readonly change: string;
}

export type CollectGuessKind =
  | LeaveReason
  | 'unreadable-file'
  | 'secret-file'
  | 'links'
  | 'platform'
  | 'unmanaged-instance'
  | 'unusable-name'
  | 'registry'
  | 'archive-entry'
  | 'no-jars'
  | 'folder-without-jar'
  | 'jar-passed-over'
  | 'plugin-by-file-name'
  | 'two-jars'
  | 'not-reproducible';
