import { parse } from 'csv-parse/sync';
import type { Fleet } from '../model/desired-state.ts';
import type { Instance, InstanceId } from '../model/instance.ts';
import type { SourcePlace } from '../model/issue.ts';
import { isPluginName } from '../model/plugin-name.ts';
import { type FindInstance, instanceFinder } from './find-instance.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';

/** Which plugin is on which instance, and where its row stands. */
export interface DeploymentMatrix {
  /** Every instance of the fleet, with its plugins in the order of the rows. */
  readonly placements: ReadonlyMap<InstanceId, readonly string[]>;
  readonly rows: ReadonlyMap<string, SourcePlace>;
}

interface CsvRow {
  readonly cells: readonly string[];
  readonly line: number;
  /** The row's own text, for finding columns. */
  readonly raw: string;
}

interface InstanceColumn {
  readonly index: number;
  readonly instance: Instance;
}

const LARGEST_CELLS = 2_000_000;
const OLD_COLUMNS = new Set(['plugin_type', 'auto_update', 'update_source']);
const YES = new Set(['x', 'true', 'yes', '1']);
const NO = new Set(['', 'false', 'no', '0']);

/** Reads `deployment-matrix.csv`, with today’s header or the older `plugin_name,…,server_NAME`. */
export function parseDeploymentMatrix(
  source: { readonly file: string; readonly text: string },
  fleet: Pick<Fleet, 'instances'>,
  report: ReportIssue,
): DeploymentMatrix {
  const placements = new Map<InstanceId, string[]>();
  for (const id of fleet.instances.keys()) placements.set(id, []);
  const rows = readRows(source, report);
  const [header, ...body] = rows;
  if (header === undefined) {
    if (source.text.trim() === '') {
      const place = { file: source.file, line: 1, column: 1 };
      report(
        'unreadable-matrix',
        place,
        'The deployment matrix is empty.',
        'Begin it with `plugin,INSTANCE…`.',
      );
    }
    return { placements, rows: new Map() };
  }
  const find = instanceFinder(fleet.instances, report);
  const columns = parseHeader(source.file, header, { find, report });
  const others = header.cells.flatMap((cell, index) =>
    OLD_COLUMNS.has(cell.trim().toLowerCase()) ? [index] : [],
  );
  const places = new Map<string, SourcePlace>();
  const marks = new Map<string, string>();
  for (const row of body) {
    reportSurplus(source.file, row, { width: header.cells.length, report });
    const plugin = parseRow(source.file, row, { columns, others, places, marks, report });
    if (plugin === undefined) continue;
    for (const column of plugin.on) placements.get(column.instance.id)?.push(plugin.name);
  }
  return { placements, rows: places };
}

function readRows(
  source: { readonly file: string; readonly text: string },
  report: ReportIssue,
): readonly CsvRow[] {
  try {
    const records = parse(source.text, {
      bom: true,
      info: true,
      raw: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\n', '\r\n', '\r'],
      max_record_size: 1_000_000,
    }) as unknown as readonly { record: string[]; raw: string; info: { lines: number } }[];
    return sizeChecked(source.file, records, report).map(({ record, raw, info }) => {
      const written = raw.replace(/^\s*\n/, '').replace(/\n$/, '');
      return { cells: record, raw: written, line: Math.max(1, info.lines - written.split('\n').length + 1) };
    });
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : 0;
    const place = { file: source.file, line, column: line === 0 ? 0 : 1 };
    report(
      'unreadable-matrix',
      place,
      'This is not a CSV row: its quotes don’t match.',
      'Correct the quotes.',
    );
    return [];
  }
}

function sizeChecked<T extends { record: readonly string[] }>(
  file: string,
  records: readonly T[],
  report: ReportIssue,
): readonly T[] {
  if (records.length * (records[0]?.record.length ?? 0) <= LARGEST_CELLS) return records;
  const place = { file, line: 0, column: 0 };
  report('unreadable-matrix', place, 'The matrix has more than two million cells.', 'Split or shorten it.');
  return [];
}

function parseHeader(
  file: string,
  header: CsvRow,
  context: { readonly find: FindInstance; readonly report: ReportIssue },
): readonly InstanceColumn[] {
  const first = header.cells[0]?.trim().toLowerCase();
  const isOld = first === 'plugin_name';
  if (!isOld && first !== 'plugin') {
    const help = 'Begin the first row with `plugin`, then one column for each instance.';
    context.report(
      'unreadable-matrix',
      { file, line: header.line, column: 1 },
      'The header does not begin with `plugin`.',
      help,
    );
    return [];
  }
  const columns = new Map<InstanceId, InstanceColumn>();
  header.cells.forEach((cell, index) => {
    const title = cell.trim();
    if (index === 0 || (isOld && OLD_COLUMNS.has(title.toLowerCase()))) return;
    const place = placeOfCell(file, header, index);
    const instance = context.find(isOld ? title.replace(/^server_/i, '') : title, place);
    if (instance === undefined) return;
    if (columns.has(instance.id)) {
      const message = `The column ${quoteName(title)} is a second one for \`${instance.id}\`.`;
      context.report('duplicate-column', place, message, 'Keep one of the columns.');
    } else columns.set(instance.id, { index, instance });
  });
  return [...columns.values()];
}

interface RowContext {
  /** Columns of the older header that say more about the plugin. */
  readonly others: readonly number[];
  readonly columns: readonly InstanceColumn[];
  readonly places: Map<string, SourcePlace>;
  /** Plugin → its marks, to compare a second row with. */
  readonly marks: Map<string, string>;
  readonly report: ReportIssue;
}

interface PlacedPlugin {
  readonly name: string;
  readonly on: readonly InstanceColumn[];
}

function parseRow(file: string, row: CsvRow, context: RowContext): PlacedPlugin | undefined {
  const name = row.cells[0]?.trim() ?? '';
  if (row.cells.every((cell) => cell.trim() === '')) return undefined;
  const place = placeOfCell(file, row, 0);
  if (!isPluginName(name)) {
    const help = 'Use the name of the plugin’s folder: letters, digits, blanks, `_`, `.`, `+` and `-`.';
    context.report('unsafe-name', place, `The plugin name ${quoteName(name)} can’t be used.`, help);
    return undefined;
  }
  const on = context.columns.filter((column) => isMarked(file, row, { column, report: context.report }));
  const others = context.others.map((index) => row.cells[index] ?? '');
  const marks = JSON.stringify([on.map(({ index }) => index), others]);
  const earlier = context.marks.get(name);
  if (earlier === undefined) {
    context.marks.set(name, marks);
    context.places.set(name, place);
    return { name, on };
  }
  const message = `${quoteName(name)} has a row on line ${context.places.get(name)?.line ?? 0} already`;
  if (earlier === marks) context.report('duplicate-plugin-row', place, `${message}.`, 'Remove one of them.');
  else
    context.report(
      'matrix-contradiction',
      place,
      `${message}, which says something else.`,
      'Keep the one that is right.',
    );
  return undefined;
}

/** A mark without a column: a comma too many may have moved all of the row's marks. */
function reportSurplus(
  file: string,
  row: CsvRow,
  { width, report }: { readonly width: number; readonly report: ReportIssue },
): void {
  const index = row.cells.findIndex((cell, at) => at >= width && cell.trim() !== '');
  if (index === -1) return;
  const message = `The cell ${quoteName(row.cells[index] ?? '')} stands in no column.`;
  report(
    'bad-cell',
    placeOfCell(file, row, index),
    message,
    'Remove it, or the comma that is too many before it.',
  );
}

function isMarked(
  file: string,
  row: CsvRow,
  { column, report }: { readonly column: InstanceColumn; readonly report: ReportIssue },
): boolean {
  const written = row.cells[column.index] ?? '';
  const cell = written.trim().toLowerCase();
  if (NO.has(cell)) return false;
  const place = placeOfCell(file, row, column.index);
  if (!YES.has(cell)) {
    const help = 'Write `x` for yes, or leave the cell empty for no.';
    report('bad-cell', place, `The cell ${quoteName(written)} means neither yes nor no.`, help);
    return false;
  }
  if (column.instance.managed) return true;
  const message = `\`${column.instance.id}\` has \`managed: false\`, so it can’t have plugins.`;
  report('unmanaged-instance', place, message, 'Remove the mark, or let the instance be managed.');
  return false;
}

function placeOfCell(file: string, row: CsvRow, index: number): SourcePlace {
  let column = 0;
  let quoted = false;
  let line = row.line;
  let lineStart = 0;
  for (let offset = 0; offset < row.raw.length && column < index; offset += 1) {
    const character = row.raw[offset];
    if (character === '"') quoted = !quoted;
    else if (character === ',' && !quoted) {
      column += 1;
      if (column === index) return { file, line, column: offset + 2 - lineStart };
    } else if (character === '\n') {
      line += 1;
      lineStart = offset + 1;
    }
  }
  return { file, line, column: 1 };
}
