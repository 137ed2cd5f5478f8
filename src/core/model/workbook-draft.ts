import type { WorkbookCell } from './workbook.ts';

/** A workbook to be written. */
export interface WorkbookDraft {
  /** Their names are at most 31 characters, safe, and different whatever their case. */
  readonly sheets: readonly SheetDraft[];
}

export interface SheetDraft {
  readonly name: string;
  readonly visibility: 'shown' | 'hidden';
  readonly columns: readonly ColumnDraft[];
  /** Those above the rows; the last one is the header, which people filter by. Together they stay in sight. */
  readonly head: readonly (readonly DraftCell[])[];
  /** Columns at the left that stay in sight. */
  readonly frozenColumns: number;
  readonly rows: readonly (readonly DraftCell[])[];
}

/** Text is always text, also where it begins with `=`. */
export type DraftCell = Exclude<WorkbookCell, object>;

export interface ColumnDraft {
  readonly width: number;
  /** `note`: nobody edits it. */
  readonly kind: 'edited' | 'note';
  readonly choices: ColumnChoices | undefined;
}

/** What may be chosen in the cells of a column. */
export interface ColumnChoices {
  /** A range such as `Lists!$A$2:$A$9`. */
  readonly range: string;
  /** False where people may write something else after a warning. */
  readonly isStrict: boolean;
}
