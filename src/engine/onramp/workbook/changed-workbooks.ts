import type { WorkbookNews } from '../../../core/model/cell-change.ts';
import type { Workbook } from '../../../core/model/workbook.ts';
import { diffWorkbooks } from '../../../core/onramp/workbook/diff-workbooks.ts';
import type { SourceTree } from '../../../ports/source-repository.ts';
import type { WorkbookReader } from '../../../ports/workbook-reader.ts';

type Files = SourceTree['files'];

const WORKBOOK = /^desired-state\/variables\/[^/]+\.xlsx$/;

/** What happened to the workbooks between two trees, cell by cell, by their names. */
export async function changedWorkbooks(
  before: Files,
  after: Files,
  reader: WorkbookReader,
): Promise<readonly WorkbookNews[]> {
  const names = new Set([...before.keys(), ...after.keys()].filter((name) => WORKBOOK.test(name)));
  const news: WorkbookNews[] = [];
  for (const file of [...names].sort()) {
    const [old, now] = [before.get(file), after.get(file)];
    if (old !== undefined && now !== undefined && Buffer.from(old).equals(now)) continue;
    news.push(await newsOf(file, { old, now }, reader));
  }
  return news;
}

interface Versions {
  readonly old: Uint8Array | undefined;
  readonly now: Uint8Array | undefined;
}

async function newsOf(file: string, { old, now }: Versions, reader: WorkbookReader): Promise<WorkbookNews> {
  const kind = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
  const after = await read(file, now, reader);
  if (typeof after === 'string') return { file, kind: 'unreadable', reason: after };
  const before = await read(file, old, reader);
  // What could not be read before has no rows that can have changed.
  return { file, kind, ...diffWorkbooks(typeof before === 'string' ? undefined : before, after) };
}

async function read(
  file: string,
  bytes: Uint8Array | undefined,
  reader: WorkbookReader,
): Promise<Workbook | string | undefined> {
  if (bytes === undefined) return undefined;
  const { workbook, issues } = await reader.read(file, bytes);
  return workbook ?? issues[0]?.message ?? 'It can’t be read.';
}
