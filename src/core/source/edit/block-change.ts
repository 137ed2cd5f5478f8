import type { SourceKey } from '../../model/baseline.ts';
import type { KeyPath } from '../../model/key-path.ts';

/** What a text should say of a key; undefined = nothing any more. */
export interface BlockChange {
  readonly path: KeyPath;
  readonly value: SourceKey['value'] | undefined;
}
