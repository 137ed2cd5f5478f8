import { MistakeError } from '../../core/model/errors.ts';
import { changeName, describeChange } from '../../core/onramp/workbook/describe-change.ts';
import { showValue } from '../../core/onramp/workbook/show-value.ts';
import { readBase } from '../../engine/onramp/adopt/change-repository.ts';
import type { RepositoryBase } from '../../engine/onramp/adopt/make-edits.ts';
import { type ImportPlan, type Preference, planImport } from '../../engine/onramp/workbook/plan-import.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { holdsDesiredState, repositoryPlace } from '../host-place.ts';
import { issueLines } from '../print/print-issues.ts';
import { plural } from '../print/print-plan.ts';
import { changeTable, conflictTable } from '../print/print-workbook.ts';
import { createScreen, type Screen, styled } from '../print/screen.ts';
import { readWorkbookFile } from '../read-workbook-file.ts';
import { writeChangedFiles } from '../write-work-files.ts';

/** Changes the YAML files of a repository to what a workbook says, after showing every cell and asking. */
export async function importVariables(
  context: CliContext,
  options: CliOptions,
  file: string,
): Promise<ExitCode> {
  const prefer = preferenceOf(options);
  const place = repositoryPlace(context.environment, options);
  if (!holdsDesiredState(place.repo)) throw NO_FOLDER;
  const workbook = await readWorkbookFile(context, file);
  const base = await readBase(await context.openRepository(place), 'WORKTREE');
  const plan = await planImport(base, workbook, prefer);
  const shown = describePlan(plan, base);
  const screen = createScreen(context, context.stdout, options);
  if (options.json !== true) printPlan(screen, shown, plan);
  const isHeld = plan.conflicts.length > 0 && prefer === undefined;
  const wants = !isHeld && plan.files.size > 0 && options.dryRun !== true;
  const written = wants && (await isAgreed(context, options, plan));
  if (written) writeChangedFiles(place.repo, base.tree.files, plan.files);
  if (options.json === true) screen.json({ action: 'import', file, ...shown, written });
  else printEnd(screen, plan, { written, isHeld });
  if (isHeld) return EXIT.mistake;
  return written || plan.files.size === 0 ? EXIT.done : EXIT.differs;
}

const NO_FOLDER = new MistakeError(
  'an import changes files, and this repository is no folder here',
  'Clone it, and name the folder with --repo.',
);

function preferenceOf({ ours, theirs }: CliOptions): Preference | undefined {
  if (ours === true && theirs === true) {
    throw new MistakeError('--ours and --theirs contradict each other', 'Say one of them.');
  }
  return ours === true ? 'repository' : theirs === true ? 'workbook' : undefined;
}

function describePlan(plan: ImportPlan, { desired: { fleet } }: RepositoryBase) {
  return {
    knowsExport: plan.exported.values !== undefined,
    exportedRows: plan.exported.rows,
    removedRows: removedRows(plan),
    changes: plan.edits.map((change) => describeChange(change, fleet)),
    conflicts: plan.conflicts.map((conflict) => ({
      ...describeChange(conflict, fleet),
      exported: showValue(changeName(conflict.subject), conflict.exported),
    })),
    missingSheets: plan.exported.missing,
    newReasons: plan.newReasons.map(({ sheet = '', cell = '' }) => ({ sheet, cell })),
    warnings: plan.warnings,
    files: [...plan.files.keys()].sort(),
  };
}

function removedRows({ edits }: ImportPlan): number {
  return edits.filter(({ place }) => place === undefined).length;
}

/** Fewer rows than this may go without a word more than the question. */
const MANY = 5;

async function isAgreed({ ask }: CliContext, options: CliOptions, plan: ImportPlan): Promise<boolean> {
  const { files, exported } = plan;
  const removed = removedRows(plan);
  const isMuch = removed >= MANY && removed * 2 > exported.rows;
  if (options.yes === true) {
    if (isMuch && options.allowRemovals !== true) throw muchRemoved(removed, exported.rows);
    return true;
  }
  if (ask === undefined) throw NOBODY_TO_ASK;
  const gone = removed === 0 ? '' : `, and take away ${removed} of the ${exported.rows} exported values`;
  return ask(`Change ${plural(files.size, 'file')}${gone}?`);
}

const NOBODY_TO_ASK = new MistakeError(
  'an import asks before it writes, and there is no terminal to ask on',
  'Look at it with --dry-run, then say --yes.',
);

function muchRemoved(removed: number, rows: number): MistakeError {
  return new MistakeError(
    `${removed} of the ${rows} exported rows are gone from the workbook, so nothing was imported`,
    'If they are meant to go, say --allow-removals; else bring the rows back.',
  );
}

function printPlan(screen: Screen, shown: ReturnType<typeof describePlan>, plan: ImportPlan): void {
  const { changes, conflicts, missingSheets, newReasons, knowsExport } = shown;
  screen.print(...issueLines(plan.warnings));
  if (changes.length > 0) screen.print(...changeTable(changes, ['REPOSITORY', 'WORKBOOK'], screen.width));
  if (conflicts.length > 0) {
    screen.print([], [styled('yellow', 'Changed in the repository as well since the export:')]);
    screen.print(...conflictTable(conflicts, screen.width));
  }
  if (!knowsExport) {
    screen.print(['This workbook was not exported by homeamp: a value without a row is left as it is.']);
  }
  for (const role of missingSheets) {
    screen.print([`The sheet with the ${role} is gone: they are left as they are.`]);
  }
  if (newReasons.length > 0) {
    const cells = newReasons.map(({ sheet, cell }) => `${sheet}!${cell}`).join(', ');
    screen.print([`New reasons beside unchanged values are not imported; write them in YAML: ${cells}.`]);
  }
}

function printEnd(
  screen: Screen,
  { files, edits }: ImportPlan,
  { written, isHeld }: { readonly written: boolean; readonly isHeld: boolean },
): void {
  if (isHeld) {
    screen.print([
      styled('red', 'Nothing was changed'),
      ': say --theirs to take what the workbook says, or --ours to keep what the repository says.',
    ]);
  } else if (files.size === 0) screen.print(['The repository says all this already.']);
  else if (!written) screen.print(['Nothing was changed.']);
  else {
    screen.print([styled('green', 'Changed'), ` ${plural(edits.length, 'value')} in:`]);
    screen.print(...[...files.keys()].sort().map((file) => [`  ${file}`]));
  }
}
