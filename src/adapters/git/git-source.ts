import type { SourceRepository } from '../../ports/source-repository.ts';

/** A source which also knows whether its files moved on from what is committed. */
export interface GitSource extends SourceRepository {
  /** True when `desired-state/` or `templates/` in a work tree differ from HEAD; false for anything else. */
  uncommittedChanges(): Promise<boolean>;
}
