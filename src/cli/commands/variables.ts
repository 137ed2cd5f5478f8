import { MistakeError } from '../../core/model/errors.ts';
import { diffWorkbooks } from '../../core/onramp/workbook/diff-workbooks.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { changeTable, rowLines } from '../print/print-workbook.ts';
import { createScreen, type Line } from '../print/screen.ts';
import { readWorkbookFile } from '../read-workbook-file.ts';
import { exportVariables } from './variables-export.ts';
import { importVariables } from './variables-import.ts';
import { moveIntoRepository, moveOutOfRepository } from './variables-move.ts';

/** Writes variables and overrides to a workbook, reads them back from one, or tells what workbooks say. */
export async function runVariables(
  context: CliContext,
  options: CliOptions,
  [action = '', ...files]: readonly string[],
): Promise<ExitCode> {
  const [first, second] = files;
  if (action === 'export' && files.length === 0) {
    return options.move === true ? moveIntoRepository(context, options) : exportVariables(context, options);
  }
  if (action === 'import' && first !== undefined && files.length === 1)
    return options.move === true
      ? moveBack(context, options, first)
      : importVariables(context, options, first);
  if (action === 'diff' && first !== undefined && second !== undefined && files.length === 2)
    return diffFiles(context, options, [first, second]);
  if (action === 'list' && first !== undefined && files.length === 1)
    return listFile(context, options, first);
  throw new MistakeError(
    `\`variables ${[action, ...files].join(' ').slice(0, 80)}\` is not one of the four actions`,
    'Say `variables export --xlsx FILE`, `variables import FILE`, `variables diff OLD NEW` or `variables list FILE`.',
  );
}

async function moveBack(context: CliContext, options: CliOptions, file: string): Promise<ExitCode> {
  const files = await moveOutOfRepository(context, options, file);
  const screen = createScreen(context, context.stdout, options);
  if (options.json === true)
    screen.json({ action: 'move', file, files: files ?? [], written: files !== undefined });
  else if (files === undefined) screen.print(['Nothing was changed.']);
  else
    screen.print(
      [`Deleted ${file}, whose values stand now in:`],
      ...files.map((path): Line => [`  ${path}`]),
    );
  return files === undefined ? EXIT.differs : EXIT.done;
}

async function diffFiles(
  context: CliContext,
  options: CliOptions,
  [before, after]: readonly [string, string],
): Promise<ExitCode> {
  const diff = diffWorkbooks(await readWorkbookFile(context, before), await readWorkbookFile(context, after));
  const screen = createScreen(context, context.stdout, options);
  const { changes, unread } = diff;
  if (options.json === true) screen.json({ action: 'diff', changes, unread });
  else {
    if (changes.length > 0) screen.print(...changeTable(changes, ['BEFORE', 'AFTER'], screen.width));
    else screen.print(['Both say the same.']);
    if (unread.length > 0) screen.print([`Not read, but different: ${unread.join(', ')}.`]);
  }
  return changes.length === 0 ? EXIT.done : EXIT.differs;
}

async function listFile(context: CliContext, options: CliOptions, file: string): Promise<ExitCode> {
  const { changes } = diffWorkbooks(undefined, await readWorkbookFile(context, file));
  const screen = createScreen(context, context.stdout, options);
  const rows = changes.map(({ sheet, cell, what, scope, after }) => ({
    sheet,
    cell,
    what,
    scope,
    value: after,
  }));
  if (options.json === true) screen.json({ action: 'list', file, rows });
  else screen.print(...rowLines(changes));
  return EXIT.done;
}
