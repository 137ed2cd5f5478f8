import * as z from 'zod';
import type { Deployments } from '../../../ports/forge.ts';
import { keptList } from './kept-list.ts';

const MAX_DEPLOYMENTS = 500;
const MAX_STATUSES = 200;
const keptDeployment = z.object({
  id: z.int(),
  commit: z.string(),
  stage: z.string(),
  statuses: z.array(
    z.object({
      state: z.enum(['queued', 'in_progress', 'success', 'failure']),
      description: z.string(),
    }),
  ),
});

/** In `deployments.json`, oldest first. */
export function createKeptDeployments(folder: string): Deployments {
  const list = keptList({
    folder,
    name: 'deployments.json',
    item: keptDeployment,
    most: MAX_DEPLOYMENTS,
  });
  return {
    of: async (commit) =>
      list
        .items()
        .filter((kept) => kept.commit === commit)
        .map(({ id, stage, statuses }) => ({ id, stage, statuses })),
    create: async (commit, stage) => {
      const kept = list.items();
      const id = (kept.at(-1)?.id ?? 0) + 1;
      list.replace([...kept, { id, commit, stage, statuses: [] }]);
      return { id, stage, statuses: [] };
    },
    addStatus: async ({ id }, { state, description }) => {
      list.replace(
        list
          .items()
          .map((kept) =>
            kept.id === id
              ? { ...kept, statuses: [...kept.statuses, { state, description }].slice(-MAX_STATUSES) }
              : kept,
          ),
      );
    },
  };
}
