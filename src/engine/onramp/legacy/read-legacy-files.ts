import type { Workbook } from '../../../core/model/workbook.ts';
import type { LegacyBaseline } from '../../../core/onramp/legacy/legacy-baseline.ts';
import type { LegacyData } from '../../../core/onramp/legacy/legacy-data.ts';
import type { LegacyFinding } from '../../../core/onramp/legacy/legacy-finding.ts';
import type { LegacyMatrix, LegacyWorkbook } from '../../../core/onramp/legacy/legacy-tables.ts';
import { parseLegacyBaseline } from '../../../core/onramp/legacy/parse-legacy-baseline.ts';
import { parseMatrixCsv, parseMatrixSheets } from '../../../core/onramp/legacy/parse-legacy-matrix.ts';
import { parseLegacyWorkbook } from '../../../core/onramp/legacy/parse-legacy-workbook.ts';
import type { WorkbookReader } from '../../../ports/workbook-reader.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

interface Found {
  readonly baselines: LegacyBaseline[];
  readonly csv: LegacyMatrix[];
  readonly sheets: LegacyMatrix[];
  readonly workbooks: LegacyWorkbook[];
  readonly findings: LegacyFinding[];
}

/** Tells each file by its content, whatever it is called; the CSV matrix counts before one in a workbook. */
export async function readLegacyFiles(
  files: ReadonlyMap<string, Uint8Array>,
  reader: WorkbookReader,
  onFile: (done: number, total: number) => void,
): Promise<LegacyData> {
  const found: Found = { baselines: [], csv: [], sheets: [], workbooks: [], findings: [] };
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [index, [file, bytes]] of sorted.entries()) {
    onFile(index, sorted.length);
    if (/\.xlsx$/i.test(file)) await readSheets(file, await reader.read(file, bytes), found);
    else readText(file, bytes, found);
  }
  return {
    baselines: found.baselines,
    matrices: [...found.csv, ...found.sheets],
    rows: found.workbooks.flatMap(({ rows }) => rows),
    badRows: found.workbooks.flatMap(({ badRows }) => badRows),
    wideCells: found.workbooks.flatMap(({ wideCells }) => wideCells),
    sheets: found.workbooks.flatMap(({ sheets }) => sheets),
    findings: found.findings,
  };
}

async function readSheets(
  file: string,
  reading: Awaited<ReturnType<WorkbookReader['read']>>,
  found: Found,
): Promise<void> {
  const { workbook, issues } = reading;
  if (workbook === undefined) {
    const { message = 'It can’t be read.', help = 'Save it again.' } = issues[0] ?? {};
    found.findings.push(fileFinding('unreadable-file', file, message, help));
    return;
  }
  const variables: LegacyWorkbook | undefined = parseLegacyWorkbook(workbook);
  if (variables !== undefined) found.workbooks.push(variables);
  const matrix = parseMatrixSheets(workbook);
  if (matrix !== undefined) found.sheets.push(matrix);
  if (variables === undefined && matrix === undefined) found.findings.push(unused(file, workbook));
}

function readText(file: string, bytes: Uint8Array, found: Found): void {
  const text = decode(bytes);
  if (text === undefined) {
    const advice = 'Save it as UTF-8 where it is one of the old files.';
    found.findings.push(fileFinding('unreadable-file', file, 'It is not UTF-8 text.', advice));
    return;
  }
  const baseline = parseLegacyBaseline(file, text);
  const matrix = baseline === undefined ? parseMatrixCsv(file, text) : undefined;
  if (baseline !== undefined) found.baselines.push(baseline);
  else if (matrix === 'unreadable') {
    const advice = 'Correct its quotes.';
    found.findings.push(fileFinding('unreadable-file', file, 'It is a matrix that is no CSV.', advice));
  } else if (matrix !== undefined) found.csv.push(matrix);
  else found.findings.push(unused(file, undefined));
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    const text = UTF8.decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function unused(file: string, workbook: Workbook | undefined): LegacyFinding {
  const text =
    workbook === undefined
      ? 'It begins neither as a baseline nor as the matrix.'
      : 'None of its sheets begins as the matrix or the list of values.';
  return fileFinding('unused-file', file, text, 'Nothing, where it is none of the old files.');
}

function fileFinding(kind: LegacyFinding['kind'], file: string, text: string, advice: string): LegacyFinding {
  return { kind, subject: file, text, advice, places: [{ file, line: 0, column: 0 }], count: 1 };
}
