import { existsSync, writeFileSync } from 'node:fs';
import type { DesiredState } from '../../core/model/desired-state.ts';
import { MistakeError } from '../../core/model/errors.ts';
import type { Revision } from '../../core/model/revision.ts';
import { exportWorkbook, type WorkbookExport } from '../../core/onramp/workbook/export-workbook.ts';
import { loadDesiredState } from '../../engine/load-desired-state.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { assertPlugin } from '../find-instance.ts';
import { holdsDesiredState, repositoryPlace } from '../host-place.ts';
import { plural } from '../print/print-plan.ts';
import { createScreen, type Line } from '../print/screen.ts';

/** Writes variables and overrides to a workbook beside the repository. */
export async function exportVariables(context: CliContext, options: CliOptions): Promise<ExitCode> {
  const file = targetOf(options);
  const place = repositoryPlace(context.environment, options);
  const { source, workbooks } = await context.openRepository(place);
  const ref = options.revision ?? (holdsDesiredState(place.repo) ? 'WORKTREE' : undefined);
  const { desired, revision } = await loadDesiredState({ source, workbooks, ref });
  const made = makeWorkbook(desired, revision, options);
  writeTarget(file, await context.workbookFiles.write(made.workbook), options.force === true);
  printMade(context, options, { made, file, files: [] });
  return EXIT.done;
}

/** The workbook of a repository's values. Throws `MistakeError` with those that no cell can hold. */
export function makeWorkbook(desired: DesiredState, revision: Revision, options: CliOptions): WorkbookExport {
  const plugins = options.plugin ?? [];
  for (const plugin of plugins) assertPlugin(desired.baselines.keys(), plugin);
  const made = exportWorkbook({
    desired,
    revision: revision.kind === 'commit' ? `commit ${revision.sha.slice(0, 12)}` : 'the files as they lay',
    plugins,
    hasViews: options.views === true,
  });
  if (made.issues.length === 0) return made;
  const next = 'Export other plugins with --plugin, or shorten these values.';
  throw new MistakeError('some values find no room in a cell, so nothing was exported', next, made.issues);
}

/** Whatever lies there may hold edits that nobody imported yet. */
function targetOf({ xlsx, force }: CliOptions): string {
  if (xlsx === undefined)
    throw new MistakeError('it is not said where to write the workbook', 'Name a file with --xlsx.');
  if (force !== true && existsSync(xlsx)) {
    throw new MistakeError(
      `${xlsx} is there already`,
      'Name another file, or say --force when nothing in it is needed any more.',
    );
  }
  return xlsx;
}

function writeTarget(file: string, bytes: Uint8Array, force: boolean): void {
  try {
    writeFileSync(file, bytes, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const next = 'Name a file with --xlsx that this user may write.';
    throw new MistakeError(`${file} can't be written (${String(error.code)})`, next);
  }
}

/** What an export made, and where it lies now. */
export interface MadeExport {
  readonly made: WorkbookExport;
  readonly file: string;
  /** That lost values to it. */
  readonly files: readonly string[];
}

/** Tells what was written. */
export function printMade(context: CliContext, options: CliOptions, { made, file, files }: MadeExport): void {
  const { variables, overrides, withoutView } = made;
  const screen = createScreen(context, context.stdout, options);
  if (options.json === true) {
    screen.json({ action: 'export', file, variables, overrides, withoutView, files });
    return;
  }
  screen.print([`Wrote ${plural(variables, 'variable')} and ${plural(overrides, 'override')} to ${file}.`]);
  if (withoutView.length > 0) screen.print([`No room for a view of ${withoutView.join(', ')}.`]);
  if (files.length > 0) screen.print(['Taken out of:'], ...files.map((path): Line => [`  ${path}`]));
}
