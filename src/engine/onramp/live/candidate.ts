import type { InstancePath, Platform } from '../../../core/model/instance.ts';
import type { PathVerdict } from '../../../core/onramp/collect/classify-path.ts';
import type { CollectGuess } from '../../../core/onramp/collect/collect-guess.ts';
import type { FileChoices } from '../../../core/onramp/collect/file-choices.ts';
import type { RootPath } from '../../../ports/live-files.ts';
import type { PluginHost } from '../../plugins/list-jars.ts';

/** A file that may be configuration, by its name. */
export interface Candidate {
  readonly plugin: string;
  readonly folder: InstancePath | '.';
  /** Below the folder. */
  readonly path: string;
  readonly full: InstancePath;
  readonly verdict: Exclude<PathVerdict, { kind: 'left' | 'foreign' }>;
  /** True where the admin said so, whatever is in it. */
  readonly isOwned: boolean;
}

/** Looking for candidates on one instance. */
export interface CandidateSearch {
  readonly host: PluginHost;
  readonly root: RootPath;
  readonly platform: Platform;
  readonly choices: FileChoices;
  readonly note: (guess: CollectGuess) => void;
}

/** Tells of a folder, or a file, that can't be looked at. */
export function notLookedInto(path: string, reason: string): CollectGuess {
  return {
    kind: 'links',
    subject: path,
    text: `\`${path}\` is left out: ${reason.replace(/\.$/, '')}`,
    change: 'Make it a real folder or file that this user may read, and import again.',
  };
}
