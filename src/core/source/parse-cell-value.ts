import { type ConfigValue, isConfigList, isConfigMap } from '../model/config-value.ts';
import { hasReferences } from '../model/variable-reference.ts';
import type { WorkbookCell } from '../model/workbook.ts';
import { parseLiteral } from './parse-literal.ts';

/**
 * A cell as a value of the named type: `str`, `int`, `float`, `bool`, `list`, `dict`, or empty for what the cell
 * itself is. A blank cell is the empty text. Undefined when the cell does not fit.
 */
export function parseCellValue(cell: WorkbookCell, type: string): ConfigValue | undefined {
  if (cell !== null && typeof cell === 'object') return undefined;
  // Whatever its type, a value that is nothing but a variable takes the variable's.
  if (typeof cell === 'string' && hasReferences(cell) && type !== 'list' && type !== 'dict') return cell;
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
      return parseCollection(cell, type);
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
  return /^-?[0-9]{1,30}$/.test(text) ? BigInt(text) : undefined;
}

function parseFloating(cell: WorkbookCell): number | undefined {
  if (typeof cell === 'number') return cell;
  const text = typeof cell === 'string' ? cell.trim() : '';
  return /^-?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?$/.test(text) ? Number(text) : undefined;
}

function parseWord(cell: WorkbookCell): boolean | undefined {
  const word = typeof cell === 'string' ? cell.trim().toLowerCase() : '';
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

function parseCollection(cell: WorkbookCell, type: 'list' | 'dict'): ConfigValue | undefined {
  const value = typeof cell === 'string' ? parseLiteral(cell) : undefined;
  if (value === undefined) return undefined;
  return (type === 'list' ? isConfigList(value) : isConfigMap(value)) ? value : undefined;
}
