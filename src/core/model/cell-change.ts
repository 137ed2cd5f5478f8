/** One value that a workbook says otherwise than before, or otherwise than the repository. */
export interface CellChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly sheet: string;
  /** Such as `D7`; of a row that is gone where it was, and empty where nobody knows. */
  readonly cell: string;
  /** The column's title: what changed of the row. */
  readonly column: 'Value' | 'Reason';
  /** A variable's name, or plugin, file and key. Written by people. */
  readonly what: string;
  /** Where it counts, such as `group:survival`. Written by people. */
  readonly scope: string;
  readonly before: ShownValue;
  readonly after: ShownValue;
}

/** `hidden`: a secret, or under a name that says so. */
export type ShownValue =
  | { readonly kind: 'none' }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'shown'; readonly text: string };

/** What one change did to a workbook of the repository. */
export type WorkbookNews = { readonly file: string } & (
  | {
      readonly kind: 'added' | 'removed' | 'changed';
      readonly changes: readonly CellChange[];
      /** Sheets that are not read and look different. */
      readonly unread: readonly string[];
    }
  | { readonly kind: 'unreadable'; readonly reason: string }
);
