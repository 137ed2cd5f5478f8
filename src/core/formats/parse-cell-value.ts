import { type ConfigValue, isConfigList, isConfigMap } from '../model/config-value.ts';
import { hasReferences } from '../model/variable-reference.ts';
import type { WorkbookCell } from '../model/workbook.ts';
import { parseLiteral, parseOddFloat } from './parse-literal.ts';

/** What a cell's type may be called; of an override also `absent`, which is no value. */
export const CELL_TYPES = [
  'str',
  'int',
  'float',
  'bool',
  'list',
  'dict',
  'null',
  'text',
  'date',
  'binary',
] as const;
export type CellType = (typeof CELL_TYPES)[number];

const PARSED: ReadonlySet<string> = new Set<CellType>(['list', 'dict', 'text']);

/**
 * A marked cell as a value of the named type, or with an empty name as what the cell itself is. A blank cell is the
 * empty text; `text` is text in quotes, with escapes for what a cell can't hold. Undefined when the cell does not fit.
 */
export function parseCellValue(cell: WorkbookCell, type: string): ConfigValue | undefined {
  if (cell !== null && typeof cell === 'object') return undefined;
  // Whatever its type, a value that is nothing but a variable takes the variable's.
  if (typeof cell === 'string' && hasReferences(cell) && !PARSED.has(type)) return cell;
  switch (type) {
    case '':
      return cell === null ? '' : typeof cell === 'number' ? wholeOrFloat(cell) : cell;
    case 'str':
      return cell === null ? '' : String(cell);
    case 'int':
      return parseWhole(cell);
    case 'float':
      return parseFloating(cell);
    case 'bool':
      return typeof cell === 'boolean' ? cell : parseWord(cell);
    case 'list':
    case 'dict':
    case 'text':
      return parseQuoted(cell, type);
    case 'null':
      return cell === null || cell === '' ? null : undefined;
    case 'date':
      return typeof cell === 'string' ? { kind: 'timestamp', text: cell } : undefined;
    case 'binary':
      return typeof cell === 'string' ? parseBinary(cell) : undefined;
    default:
      return undefined;
  }
}

function wholeOrFloat(cell: number): bigint | number {
  return Number.isSafeInteger(cell) ? BigInt(cell) : cell;
}

function parseWhole(cell: WorkbookCell): bigint | undefined {
  if (typeof cell === 'number') return Number.isSafeInteger(cell) ? BigInt(cell) : undefined;
  const text = typeof cell === 'string' ? cell.trim() : '';
  return /^-?[0-9]{1,400}$/.test(text) ? BigInt(text) : undefined;
}

function parseFloating(cell: WorkbookCell): number | undefined {
  if (typeof cell === 'number') return cell;
  const text = typeof cell === 'string' ? cell.trim() : '';
  if (/^-?[0-9]{1,400}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?$/.test(text)) return Number(text);
  return parseOddFloat(text);
}

function parseWord(cell: WorkbookCell): boolean | undefined {
  const word = typeof cell === 'string' ? cell.trim().toLowerCase() : '';
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

function parseQuoted(cell: WorkbookCell, type: 'list' | 'dict' | 'text'): ConfigValue | undefined {
  const value = typeof cell === 'string' ? parseLiteral(cell) : undefined;
  if (value === undefined) return undefined;
  if (type === 'text') return typeof value === 'string' ? value : undefined;
  return (type === 'list' ? isConfigList(value) : isConfigMap(value)) ? value : undefined;
}

function parseBinary(text: string): ConfigValue | undefined {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? { kind: 'binary', base64: text } : undefined;
}
