import type { DesiredState } from '../../../core/model/desired-state.ts';
import { MistakeError } from '../../../core/model/errors.ts';
import { compareIssues, hasErrors, type Issue } from '../../../core/model/issue.ts';
import { roleOf } from '../../../core/model/sheet-role.ts';
import type { Workbook } from '../../../core/model/workbook.ts';
import type { Values } from '../../../core/onramp/workbook/compare-values.ts';
import { EXPORTED_SHEETS, exportedPart } from '../../../core/onramp/workbook/exported-sheets.ts';
import { checkOwners } from '../../../core/source/check-overrides.ts';
import { parseWorkbook } from '../../../core/source/parse-workbook.ts';
import { collectIssues } from '../../../core/source/report-issue.ts';

/** What the sheets of a workbook say. Throws `MistakeError` with every mistake in their cells. */
export function readCells(
  workbook: Workbook,
  { fleet, baselines }: DesiredState,
): { readonly values: Values; readonly warnings: readonly Issue[] } {
  const { report, issues } = collectIssues();
  const values = checkOwners(parseWorkbook(workbook, { fleet, baselines, report }), report);
  const sorted = [...issues].sort(compareIssues);
  if (!hasErrors(sorted)) return { values, warnings: sorted };
  throw new MistakeError(
    `${workbook.file} has mistakes, so nothing was imported`,
    'Correct these cells and import again.',
    sorted,
  );
}

export interface ExportedValues {
  /** Undefined for a workbook that was not exported. */
  readonly values: Values | undefined;
  /** Of sheets that are there still. */
  readonly rows: number;
  /** What was exported, and whose sheet is gone: nothing is concluded from that. */
  readonly missing: readonly ('overrides' | 'variables')[];
}

const ROLES = ['overrides', 'variables'] as const;

/** What a workbook was exported with. Rows about what the fleet no longer has are left out. */
export function readExported(workbook: Workbook, { fleet, baselines }: DesiredState): ExportedValues {
  const part = exportedPart(workbook);
  if (part === undefined) return { values: undefined, rows: 0, missing: [] };
  const { overrides, variables } = parseWorkbook(part, { fleet, baselines, report: () => undefined });
  const all = { overrides, variables };
  const missing = ROLES.filter(
    (role) =>
      part.sheets.some(({ name }) => name === EXPORTED_SHEETS[role]) &&
      !workbook.sheets.some((sheet) => roleOf(sheet) === role),
  );
  const values = {
    overrides: missing.includes('overrides') ? [] : overrides,
    variables: missing.includes('variables') ? [] : variables,
  };
  const lost = missing.filter((role) => all[role].length > 0);
  return { values, rows: values.overrides.length + values.variables.length, missing: lost };
}
