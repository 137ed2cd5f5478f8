import type { Issue } from '../../model/issue.ts';
import { cellAddress, type Workbook } from '../../model/workbook.ts';
import { quoteName, type ReportIssue } from '../report-issue.ts';
import { type ClearSecret, scanText } from './scan-text.ts';

/** What to do about a secret in clear that stands in prose, a comment or anywhere else. */
export const CLEAR_TEXT_HELP =
  'Take it out and change it, since Git remembers it. Write `homeamp:allow-secret REASON` on the line if it is none.';

type Files = ReadonlyMap<string, Uint8Array>;

/**
 * Reports secrets in clear wherever they stand: in prose, comments and templates too, where nothing else looks. What
 * was found in a value already is not told twice.
 */
export function checkClearText(
  sources: { readonly files: Files; readonly workbooks: readonly Workbook[] },
  found: readonly Issue[],
  report: ReportIssue,
): void {
  const told = new Set(found.filter(isClear).map(({ place }) => `${place.file}:${place.line}`));
  for (const [file, bytes] of sources.files) {
    for (const { line, kind, allowed } of scanFile(file, bytes)) {
      if (allowed !== undefined || told.has(`${file}:${line}`)) continue;
      report(
        'secret-in-clear',
        { file, line, column: 1 },
        `This line holds ${kind} in clear.`,
        CLEAR_TEXT_HELP,
      );
    }
  }
  for (const workbook of sources.workbooks) checkCells(workbook, told, report);
}

/** Without those whose line says with a reason that they are none. */
export function withoutAllowed(issues: readonly Issue[], files: Files): readonly Issue[] {
  const allowed = new Map<string, ReadonlySet<number>>();
  const linesOf = (file: string): ReadonlySet<number> => {
    const lines = allowed.get(file) ?? allowedLines(file, files.get(file));
    allowed.set(file, lines);
    return lines;
  };
  return issues.filter((issue) => !isClear(issue) || !linesOf(issue.place.file).has(issue.place.line));
}

function isClear({ code }: Issue): boolean {
  return code === 'secret-in-clear';
}

function allowedLines(file: string, bytes: Uint8Array | undefined): ReadonlySet<number> {
  const found = bytes === undefined ? [] : scanFile(file, bytes);
  return new Set(found.flatMap(({ line, allowed }) => (allowed === undefined ? [] : [line])));
}

/** In bytes. What is larger was not written by hand. */
export const LARGEST_SCANNED = 2 * 1024 * 1024;

/** Nothing for what is no text, is too large, or is encrypted. */
export function scanFile(file: string, bytes: Uint8Array): readonly ClearSecret[] {
  if (file.endsWith('.age') || bytes.length > LARGEST_SCANNED || bytes.includes(0)) return [];
  return scanText(file, new TextDecoder().decode(bytes));
}

/** A cell by itself, and a cell beside one that names it. */
function checkCells({ file, sheets }: Workbook, told: ReadonlySet<string>, report: ReportIssue): void {
  for (const { name, rows } of sheets) {
    rows.forEach((cells, row) => {
      if (told.has(`${file}:${row + 1}`)) return;
      cells.forEach((cell, column) => {
        const before = cells[column - 1];
        const [secret] = typeof cell === 'string' ? scanText(file, `${labelOf(before)}${cell}`) : [];
        if (secret === undefined) return;
        const at = cellAddress(row, column);
        const place = { file, line: row + 1, column: column + 1, sheet: name, cell: at };
        const message = `The cell ${at} of ${quoteName(name)} holds ${secret.kind} in clear.`;
        report('secret-in-clear', place, message, CLEAR_TEXT_HELP);
      });
    });
  }
}

function labelOf(cell: unknown): string {
  return typeof cell === 'string' && /^[\w.-]{1,80}$/.test(cell) ? `${cell}: ` : '';
}
