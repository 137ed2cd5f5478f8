import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommitSha } from '../../src/core/model/revision.ts';
import type { AgentHost } from '../../src/engine/agent/agent-host.ts';
import type { SourceRepository } from '../../src/ports/source-repository.ts';

/**
 * The agent with git asked only for what can have changed: a branch that has moved, and commits that were not read yet.
 * Starting git takes far longer in a process as large as that of the tests than in an agent's.
 */
export function sparingGit(agent: AgentHost, bareRepository: string): AgentHost {
  const { branch, history } = agent;
  const sources = new Map<CommitSha, SourceRepository>();
  let seen: { readonly ref: string; readonly tip: CommitSha } | undefined;
  return {
    ...agent,
    branch: {
      ...branch,
      async refresh() {
        const ref = readFileSync(join(bareRepository, 'refs/heads/main'), 'utf8');
        if (seen?.ref !== ref) seen = { ref, tip: await branch.refresh() };
        return seen.tip;
      },
    },
    history: {
      ...history,
      line: (from, to, limit) =>
        from === to ? Promise.resolve({ kind: 'line', commits: [] }) : history.line(from, to, limit),
      at(sha) {
        const source = sources.get(sha) ?? readOnce(history.at(sha));
        sources.set(sha, source);
        return source;
      },
    },
  };
}

/** A commit never changes. */
function readOnce(source: SourceRepository): SourceRepository {
  let identified: ReturnType<SourceRepository['identify']> | undefined;
  let tree: ReturnType<SourceRepository['readTree']> | undefined;
  return {
    identify(ref) {
      identified ??= source.identify(ref);
      return identified;
    },
    readTree(ref) {
      tree ??= source.readTree(ref);
      return tree;
    },
  };
}
