import type { DesiredState } from '../core/model/desired-state.ts';
import { MistakeError } from '../core/model/errors.ts';
import { compareIssues, hasErrors, type Issue } from '../core/model/issue.ts';
import type { Revision } from '../core/model/revision.ts';
import type { RepositorySecrets } from '../core/model/secret-recipients.ts';
import type { Workbook } from '../core/model/workbook.ts';
import { checkFleet } from '../core/render/check-fleet.ts';
import { type CompiledState, compileDesiredState } from '../core/render/compile-desired-state.ts';
import { type AssembledState, assembleDesiredState } from '../core/source/assemble-desired-state.ts';
import type { SourceRepository, SourceTree } from '../ports/source-repository.ts';
import type { WorkbookReader } from '../ports/workbook-reader.ts';

export interface LoadedState {
  readonly revision: Revision;
  readonly treeId: string;
  readonly desired: DesiredState;
  readonly compiled: CompiledState;
  readonly secrets: RepositorySecrets;
}

export interface LoadInput {
  readonly source: SourceRepository;
  readonly workbooks: WorkbookReader;
  /** Undefined = the source's default. */
  readonly ref: string | undefined;
  /** The tree for which the checks across all instances are known to have passed. */
  readonly checkedTree?: string | undefined;
}

/** Reads, parses and checks the repository. Throws `MistakeError` with every issue when it has errors. */
export async function loadDesiredState(input: LoadInput): Promise<LoadedState> {
  const tree = await input.source.readTree(input.ref);
  const parsed = await parseTree(tree, input.workbooks);
  const { desired, secrets } = parsed;
  const across = desired === undefined || tree.treeId === input.checkedTree ? [] : checkFleet(desired);
  const issues = [...parsed.issues, ...across].sort(compareIssues);
  if (desired === undefined || hasErrors(issues)) {
    throw new MistakeError(
      'the repository has mistakes, so nothing was planned',
      'Mend what `homeamp validate` lists.',
      issues,
    );
  }
  const { revision, treeId } = tree;
  return { revision, treeId, desired, compiled: compileDesiredState(desired), secrets };
}

export interface ValidatedRepository {
  readonly revision: Revision;
  readonly desired: DesiredState | undefined;
  /** What plugins.yaml says, as far as it could be read. */
  readonly plugins: AssembledState['plugins'];
  readonly secrets: RepositorySecrets;
  readonly issues: readonly Issue[];
}

/** Everything that is wrong in the repository, sorted by place. */
export async function validateRepository(
  source: SourceRepository,
  workbooks: WorkbookReader,
  ref: string | undefined,
): Promise<ValidatedRepository> {
  const tree = await source.readTree(ref);
  const { desired, readable, plugins, secrets, issues } = await parseTree(tree, workbooks);
  const across = readable === undefined ? [] : checkFleet(readable);
  const sorted = [...issues, ...across].sort(compareIssues);
  return { revision: tree.revision, desired, plugins, secrets, issues: sorted };
}

async function parseTree(tree: SourceTree, reader: WorkbookReader) {
  const books = await readWorkbooks(tree, reader);
  const assembled = assembleDesiredState({ files: tree.files, workbooks: books.workbooks });
  const { desired, readable, plugins, secrets, issues } = assembled;
  return {
    desired,
    readable,
    plugins,
    secrets,
    issues: [...tree.refused.map(refusedIssue), ...books.issues, ...issues],
  };
}

async function readWorkbooks(
  tree: SourceTree,
  reader: WorkbookReader,
): Promise<{ readonly workbooks: readonly Workbook[]; readonly issues: readonly Issue[] }> {
  const workbooks: Workbook[] = [];
  const issues: Issue[] = [];
  for (const [file, bytes] of tree.files) {
    if (!file.startsWith('desired-state/variables/') || !file.endsWith('.xlsx')) continue;
    const reading = await reader.read(file, bytes);
    if (reading.workbook !== undefined) workbooks.push(reading.workbook);
    issues.push(...reading.issues);
  }
  return { workbooks, issues };
}

function refusedIssue({ path, reason }: { readonly path: string; readonly reason: string }): Issue {
  return {
    severity: 'error',
    code: 'entry-refused',
    message: `this entry is not taken: ${reason}`,
    help: 'Commit a regular file in its place, or remove it.',
    place: { file: path, line: 0, column: 0 },
  };
}
