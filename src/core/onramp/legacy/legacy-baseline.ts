import type { ConfigValue } from '../../model/config-value.ts';
import type { SourcePlace } from '../../model/issue.ts';

/** One Markdown file of the earlier manager, in whichever of its two dialects. */
export interface LegacyBaseline {
  readonly plugin: string;
  readonly place: SourcePlace;
  /** `listed`: one key a line, no file is named. `fenced`: one block, each line names its file. */
  readonly dialect: 'listed' | 'fenced';
  readonly keys: readonly LegacyKey[];
  /** What stands where a key should and is none. */
  readonly unread: readonly UnreadText[];
}

export interface LegacyKey {
  /** With dots, as the earlier manager wrote it; without its file. */
  readonly key: string;
  /** Without its ending; undefined where the dialect names none. */
  readonly file: string | undefined;
  /** Plain: nothing in it is a reference. */
  readonly value: ConfigValue;
  readonly place: SourcePlace;
  readonly oddity?: LegacyOddity;
}

/**
 * `many-lines`: the text goes on over several lines. `bare`: written without quotes, so that a text which looks like a
 * number or a word can't be told from one.
 */
type LegacyOddity = 'many-lines' | 'bare';

export interface UnreadText {
  readonly place: SourcePlace;
  /** Why nothing was read there, without the text itself. */
  readonly reason: string;
  /** False for prose, which holds no key. */
  readonly holdsKey: boolean;
}
