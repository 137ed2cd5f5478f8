/** A workbook's cells as plain data: no styles, formulas given by their last result. */
export interface Workbook {
  /** Path in the repository, with `/`. */
  readonly file: string;
  readonly sheets: readonly WorkbookSheet[];
}

export interface WorkbookSheet {
  readonly name: string;
  /** Row 1 of the sheet is `rows[0]`; a row may be shorter than others. */
  readonly rows: readonly (readonly WorkbookCell[])[];
}

/** `null` is a blank cell; `unusable` is an error value or a formula that was never calculated. */
export type WorkbookCell = string | number | boolean | null | UnusableCell;

interface UnusableCell {
  readonly kind: 'unusable';
  readonly reason: string;
}

/** The address that people see, such as `C7`; row and column count from 0. */
export function cellAddress(row: number, column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return `${letters}${row + 1}`;
}
