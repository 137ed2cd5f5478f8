import { type ConfigValue, equalValues, isConfigList, isConfigMap } from '../model/config-value.ts';
import { markReferences, showReferences } from '../model/variable-reference.ts';
import type { WorkbookCell } from '../model/workbook.ts';
import { type CellType, parseCellValue } from './parse-cell-value.ts';

/** A cell of a workbook and the type to read it by. */
export interface WrittenCell {
  readonly cell: Exclude<WorkbookCell, object>;
  readonly type: CellType;
}

/** Excel's own bounds on a cell. */
const LONGEST_TEXT = 32_767;
const MOST_LINES = 250;
const SAFE_DIGITS = 15;

/** The cell from which `parseCellValue` reads this marked value again; undefined where no cell can hold it. */
export function writeCellValue(value: ConfigValue): WrittenCell | undefined {
  const { cell, type } = writeValue(value);
  if (typeof cell !== 'string') return { cell, type };
  const shown = showReferences(cell);
  if (shown.length > LONGEST_TEXT) return undefined;
  const readBack = parseCellValue(markReferences(shown), type);
  return readBack !== undefined && equalValues(readBack, value) ? { cell: shown, type } : undefined;
}

function writeValue(value: ConfigValue): WrittenCell {
  switch (typeof value) {
    case 'boolean':
      return { cell: value, type: 'bool' };
    case 'bigint':
      return { cell: digitsOf(value) > SAFE_DIGITS ? String(value) : Number(value), type: 'int' };
    case 'number':
      return { cell: isPlainFloat(value) ? value : floatText(value), type: 'float' };
    case 'string':
      return needsQuotes(value)
        ? { cell: quoted(value), type: 'text' }
        : { cell: value || null, type: 'str' };
  }
  if (value === null) return { cell: null, type: 'null' };
  if (isConfigList(value) || isConfigMap(value)) {
    return { cell: literal(value), type: isConfigList(value) ? 'list' : 'dict' };
  }
  return value.kind === 'timestamp'
    ? { cell: value.text, type: 'date' }
    : { cell: value.base64, type: 'binary' };
}

function digitsOf(value: bigint): number {
  return String(value).length;
}

/** Spreadsheets keep fifteen digits of a number. */
function isPlainFloat(value: number): boolean {
  const digits = String(value).replace(/[^0-9]/g, '');
  return Number.isFinite(value) && !Object.is(value, -0) && digits.length <= SAFE_DIGITS;
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** A marked value on one line, so that `5`, `5.0` and `"5"` look different, with its variables as people write them. */
export function valueText(value: ConfigValue): string {
  return showReferences(literal(value));
}

function literal(value: ConfigValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return floatText(value);
  if (typeof value !== 'object') return String(value);
  if (isConfigList(value)) return `[${value.map(literal).join(', ')}]`;
  if (isConfigMap(value)) {
    return `{${[...value].map(([key, item]) => `${quoted(key)}: ${literal(item)}`).join(', ')}}`;
  }
  return value.kind === 'timestamp' ? `date(${quoted(value.text)})` : `binary(${quoted(value.base64)})`;
}

// What XML can't hold or changes, lone surrogates, and escapes that a spreadsheet would fill in.
const UNWRITABLE = /(?![\n\t])[\p{Cc}\p{Cs}\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/gu;

/** True for a text that a cell would not give back as it is. */
function needsQuotes(text: string): boolean {
  if (text.search(UNWRITABLE) !== -1 || isMarkedAnew(text)) return true;
  return text.length > MOST_LINES && text.split('\n').length > MOST_LINES;
}

function isMarkedAnew(text: string): boolean {
  return markReferences(showReferences(text)) !== text;
}

/** A marked text in quotes. Backslashes are doubled in it, so none of them can escape a reference behind it. */
function quoted(text: string): string {
  const json = JSON.stringify(text).replace(UNWRITABLE, escaped);
  return markReferences(text) === text ? json : json.replaceAll('{{', '{\\u007b');
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
