import * as z from 'zod';
import type { CommitStatuses } from '../../../ports/forge.ts';
import { type KeptList, keptList } from './kept-list.ts';

const MAX_COMMITS = 200;
const MAX_CONTEXTS = 50;
const keptStatus = z.object({
  context: z.string(),
  state: z.enum(['pending', 'success', 'failure', 'error']),
  description: z.string(),
  since: z.string(),
});
const keptCommit = z.object({ commit: z.string(), statuses: z.array(keptStatus) });

/** In `statuses.json`, the commits whose statuses changed last at the end. */
export function createKeptStatuses(folder: string, now: () => number): CommitStatuses {
  const list: KeptList<z.infer<typeof keptCommit>> = keptList({
    folder,
    name: 'statuses.json',
    item: keptCommit,
    most: MAX_COMMITS,
  });
  const statusesOf = (commit: string) =>
    list.items().find((entry) => entry.commit === commit)?.statuses ?? [];
  return {
    latest: async (commit, context) => {
      const found = statusesOf(commit).find((status) => status.context === context);
      return found && { state: found.state, description: found.description };
    },
    set: async (commit, context, { state, description }) => {
      const others = statusesOf(commit).filter((status) => status.context !== context);
      const status = { context, state, description, since: new Date(now()).toISOString() };
      list.replace([
        ...list.items().filter((entry) => entry.commit !== commit),
        { commit, statuses: [...others, status].slice(-MAX_CONTEXTS) },
      ]);
    },
  };
}
