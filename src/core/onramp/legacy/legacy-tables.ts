import type { ConfigValue } from '../../model/config-value.ts';
import type { SourcePlace } from '../../model/issue.ts';

/** The deployment matrix as its rows say it, whether from CSV or from a sheet. */
export interface LegacyMatrix {
  readonly place: SourcePlace;
  /** Names of servers in the order of the columns, without `server_`. */
  readonly servers: readonly string[];
  readonly rows: readonly MatrixRow[];
  readonly badCells: readonly BadCell[];
}

export interface MatrixRow {
  readonly plugin: string;
  /** As written: `bukkit/paper`, `velocity`; empty where the row says nothing. */
  readonly type: string;
  readonly autoUpdate: string;
  readonly updateSource: string;
  readonly on: readonly string[];
  readonly place: SourcePlace;
}

/** The variables workbook: one row a value. */
export interface LegacyWorkbook {
  readonly place: SourcePlace;
  readonly rows: readonly ValueRow[];
  /** Rows that give no value, with the reason. */
  readonly badRows: readonly BadCell[];
  /** Cells of the sheets that show the same values by plugin. */
  readonly wideCells: readonly WideCell[];
  /** What each sheet was taken for. */
  readonly sheets: readonly { readonly place: SourcePlace; readonly role: SheetRole }[];
}

/** `values` is read; `wide` is compared with it; `derived` is worked out from it; nothing is known of `unknown`. */
export type SheetRole = 'values' | 'wide' | 'derived' | 'matrix' | 'unknown';

export interface ValueRow {
  readonly plugin: string;
  readonly key: string;
  readonly server: string;
  /** As the cell shows it. */
  readonly shown: string;
  readonly value: ConfigValue;
  readonly type: string;
  readonly isBlank: boolean;
  readonly place: SourcePlace;
}

export interface WideCell {
  readonly plugin: string;
  readonly key: string;
  readonly server: string;
  readonly shown: string;
  readonly place: SourcePlace;
}

export interface BadCell {
  readonly place: SourcePlace;
  readonly reason: string;
}
