import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { DesiredState } from '../../core/model/desired-state.ts';
import { MistakeError } from '../../core/model/errors.ts';
import { readBase } from '../../engine/onramp/adopt/change-repository.ts';
import type { RepositoryBase } from '../../engine/onramp/adopt/make-edits.ts';
import { moveIntoWorkbook, moveOutOfWorkbook } from '../../engine/onramp/workbook/move-values.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { holdsDesiredState, repositoryPlace } from '../host-place.ts';
import { plural } from '../print/print-plan.ts';
import { writeChangedFiles } from '../write-work-files.ts';
import { makeWorkbook, printMade } from './variables-export.ts';

/** Where a workbook lies that a repository reads. */
const KEPT = 'desired-state/variables/values.xlsx';

/** Puts a workbook into the repository and takes its values out of the YAML files. */
export async function moveIntoRepository(context: CliContext, options: CliOptions): Promise<ExitCode> {
  const { repo, base } = await openFolder(context, options);
  if (options.xlsx !== undefined) {
    throw new MistakeError(
      '--move takes no --xlsx',
      `It moves the values of the files as they lie to ${KEPT}.`,
    );
  }
  assertNoWorkbook(repo, base);
  const made = makeWorkbook(base.desired, base.tree.revision, options);
  const bytes = await context.workbookFiles.write(made.workbook);
  const values = movedValues(base.desired, options.plugin ?? []);
  const files = await moveIntoWorkbook(base, { file: KEPT, bytes, values });
  if (!(await isAgreed(context, options, `Move them out of ${plural(files.size, 'file')}?`)))
    return EXIT.differs;
  writeChangedFiles(repo, base.tree.files, new Map<string, string | Uint8Array>([...files, [KEPT, bytes]]));
  printMade(context, options, { made, file: KEPT, files: [...files.keys()].sort() });
  return EXIT.done;
}

/** Writes the values of a workbook of the repository into YAML files and takes it away; gives the files that changed. */
export async function moveOutOfRepository(
  context: CliContext,
  options: CliOptions,
  path: string,
): Promise<readonly string[] | undefined> {
  const { repo, base } = await openFolder(context, options);
  const file = pathInRepository(repo, path);
  if (!base.tree.files.has(file)) {
    throw new MistakeError(`${path} is no workbook of this repository`, `Name one such as ${KEPT}.`);
  }
  const files = await moveOutOfWorkbook(base, file);
  if (!(await isAgreed(context, options, `Write ${plural(files.size, 'file')}, and delete ${file}?`)))
    return undefined;
  writeChangedFiles(repo, base.tree.files, files);
  rmSync(join(repo, file));
  return [...files.keys()].sort();
}

async function openFolder(context: CliContext, options: CliOptions) {
  const place = repositoryPlace(context.environment, options);
  if (!holdsDesiredState(place.repo) || options.revision !== undefined) {
    throw new MistakeError(
      'moving changes the files of a folder as they lie, so it takes no address and no --revision',
      'Clone the repository, and name the folder with --repo.',
    );
  }
  return { repo: place.repo, base: await readBase(await context.openRepository(place), 'WORKTREE') };
}

function pathInRepository(repo: string, path: string): string {
  const at = existsSync(path) ? path : join(repo, path);
  return existsSync(at) ? relative(realpathSync(repo), realpathSync(at)).split(sep).join('/') : path;
}

async function isAgreed({ ask }: CliContext, { yes }: CliOptions, question: string): Promise<boolean> {
  if (yes === true) return true;
  if (ask !== undefined) return ask(question);
  throw new MistakeError(
    'values are moved only after asking, and there is no terminal to ask on',
    'Say --yes. Git has the files as they were.',
  );
}

function assertNoWorkbook(repo: string, { desired: { variables, overrides } }: RepositoryBase): void {
  const places = [...variables.map(({ place }) => place), ...overrides.map(({ key }) => key.place)];
  const file = places.find(({ sheet }) => sheet !== undefined)?.file;
  if (file === undefined && !existsSync(join(repo, KEPT))) return;
  throw new MistakeError(
    `the repository has the workbook ${file ?? KEPT} already`,
    `Add rows to it, or bring its values into YAML first: \`homeamp variables import ${file ?? KEPT} --move\`.`,
  );
}

function movedValues({ variables, overrides }: DesiredState, plugins: readonly string[]) {
  if (plugins.length === 0) return { variables, overrides };
  return { variables: [], overrides: overrides.filter(({ plugin }) => plugins.includes(plugin)) };
}
