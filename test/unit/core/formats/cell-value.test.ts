import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCellValue } from '../../../../src/core/formats/parse-cell-value.ts';
import { writeCellValue } from '../../../../src/core/formats/write-cell-value.ts';
import { type ConfigValue, canonicalText, typeOf } from '../../../../src/core/model/config-value.ts';
import {
  markLiterally,
  markReferences,
  secretMark,
  variableMark,
} from '../../../../src/core/model/variable-reference.ts';
import { configValues } from './config-values.ts';

/** Tells `1` and `1.0` apart, which comparing values does not. */
function typed(value: ConfigValue): string {
  return `${typeOf(value)} ${canonicalText(value)}`;
}

function readAgain(value: ConfigValue): ConfigValue | undefined {
  const written = writeCellValue(value);
  if (written === undefined) return undefined;
  const { cell, type } = written;
  return parseCellValue(typeof cell === 'string' ? markReferences(cell) : cell, type);
}

describe('a value written into a cell', () => {
  it('is read again as it was, whatever it is', () => {
    fc.assert(
      fc.property(configValues, (value) => {
        const again = readAgain(value);
        expect(again === undefined ? undefined : typed(again)).toBe(typed(value));
      }),
      { numRuns: 300 },
    );
  });

  it.each<[ConfigValue, unknown]>([
    ['', { cell: null, type: 'str' }],
    ['=1+1', { cell: '=1+1', type: 'str' }],
    ['  5', { cell: '  5', type: 'str' }],
    ['a\u0007', { cell: '"a\\u0007"', type: 'text' }],
    ['a_x0041_', { cell: '"a\\u005fx0041_"', type: 'text' }],
    [null, { cell: null, type: 'null' }],
    [2, { cell: 2, type: 'float' }],
    [0.1 + 0.2, { cell: '0.30000000000000004', type: 'float' }],
    [12345678901234567890n, { cell: '12345678901234567890', type: 'int' }],
    [[1n, 2, 'x', null], { cell: '[1, 2.0, "x", null]', type: 'list' }],
    [variableMark('PORT', 6000n), { cell: '{{PORT+6000}}', type: 'str' }],
    [`\\${variableMark('PORT')}`, { cell: '"\\\\{{PORT}}"', type: 'text' }],
    [markLiterally('{{PORT}}'), { cell: '\\{{PORT}}', type: 'str' }],
    [[secretMark('KEY'), '{{PORT}}'], { cell: '["{{secret:KEY}}", "{\\u007bPORT}}"]', type: 'list' }],
  ])('%o stands there so that no spreadsheet makes something else of it', (value, written) => {
    expect(writeCellValue(value)).toEqual(written);
    expect(readAgain(value)).toEqual(value);
  });

  it('is refused where a cell is too small for it', () => {
    expect(writeCellValue('x'.repeat(32_767))).toBeDefined();
    expect(writeCellValue('x'.repeat(32_768))).toBeUndefined();
    const deep = Array.from({ length: 40 }).reduce<ConfigValue>((inner) => [inner], 'x');
    expect(writeCellValue(deep)).toBeUndefined();
  });
});
