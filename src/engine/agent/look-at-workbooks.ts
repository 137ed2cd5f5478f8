import type { WorkbookNews } from '../../core/model/cell-change.ts';
import { MistakeError } from '../../core/model/errors.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import type { MergedTree } from '../../ports/repository-history.ts';
import type { SourceTree } from '../../ports/source-repository.ts';
import { sha256 } from '../digest.ts';
import { changedWorkbooks } from '../onramp/workbook/changed-workbooks.ts';
import type { AgentHost } from './agent-host.ts';

/** What a proposal does to the workbooks of the repository. */
export interface WorkbookLook {
  /** Equal where the same workbooks change in the same way; empty where none does. */
  readonly digest: string;
  readonly news: readonly WorkbookNews[];
}

export type LookAtWorkbooks = (
  base: CommitSha,
  merged: Extract<MergedTree, { kind: 'merged' }>,
) => Promise<WorkbookLook>;

const NOTHING: WorkbookLook = { digest: '', news: [] };
const KEPT = 50;

/** Compares the workbooks of a merge with those of its base; each pair of trees is read once. */
export function workbookLooker(agent: AgentHost): LookAtWorkbooks {
  const known = new Map<string, WorkbookLook>();
  return async (base, merged) => {
    const { treeId } = await agent.history.commit(base);
    const key = `${treeId} ${merged.treeId}`;
    const last = known.get(key);
    if (last !== undefined) return last;
    const look = await compare(agent, base, merged);
    known.set(key, look);
    for (const old of [...known.keys()].slice(0, -KEPT)) known.delete(old);
    return look;
  };
}

async function compare(
  agent: AgentHost,
  base: CommitSha,
  { source }: Extract<MergedTree, { kind: 'merged' }>,
): Promise<WorkbookLook> {
  try {
    const [before, after] = [
      await agent.history.at(base).readTree(undefined),
      await source.readTree(undefined),
    ];
    const news = await changedWorkbooks(before.files, after.files, agent.over(source).workbooks);
    return news.length === 0 ? NOTHING : { digest: digestOf(news, before, after), news };
  } catch (failure) {
    // A tree that can't be read is told by the plan.
    if (failure instanceof MistakeError) return NOTHING;
    throw failure;
  }
}

function digestOf(news: readonly WorkbookNews[], before: SourceTree, after: SourceTree): string {
  const bytes = (tree: SourceTree, file: string) => sha256(tree.files.get(file) ?? '');
  return sha256(news.map(({ file }) => `${file} ${bytes(before, file)} ${bytes(after, file)}`).join('\n'));
}
