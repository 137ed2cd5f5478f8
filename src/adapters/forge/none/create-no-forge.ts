import { MistakeError } from '../../../core/model/errors.ts';
import type { Forge } from '../../../ports/forge.ts';
import { createKeptDeployments } from './kept-deployments.ts';
import { createKeptPosts } from './kept-posts.ts';
import { createKeptStatuses } from './kept-statuses.ts';

export interface NoForgeOptions {
  /** Made (mode 0700) at the first write; JSON and Markdown files that an administrator may read. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Plain Git: nobody proposes changes or may approve them, and what would be published is kept in the folder. */
export function createNoForge({ folder, now }: NoForgeOptions): Forge {
  return {
    kind: 'none',
    changes: {
      listOpen: async () => [],
      ofCommit: async () => [],
      reviewsOf: async () => [],
    },
    people: {
      membersOf: async () => {
        throw new MistakeError(
          'There are no teams without a forge.',
          'Name people instead of teams, or set up GitHub.',
        );
      },
      mayWrite: async () => false,
    },
    statuses: createKeptStatuses(folder, now),
    posts: createKeptPosts(folder),
    deployments: createKeptDeployments(folder),
    annotations: { publish: async () => false },
    proposals: {
      ensureOpen: async () => {
        throw new MistakeError(
          'There are no pull requests without a forge.',
          'Change the files in a work tree and commit them, or set up GitHub.',
        );
      },
      addressOf: () => undefined,
    },
  };
}
