import type { LegacyBaseline } from './legacy-baseline.ts';
import type { LegacyFinding } from './legacy-finding.ts';
import type { BadCell, LegacyMatrix, LegacyWorkbook, ValueRow, WideCell } from './legacy-tables.ts';

/** All that was read of the old files, in the order of their paths. */
export interface LegacyData {
  readonly baselines: readonly LegacyBaseline[];
  /** The first one counts; others are compared with it. */
  readonly matrices: readonly LegacyMatrix[];
  readonly rows: readonly ValueRow[];
  /** Rows that give no value. */
  readonly badRows: readonly BadCell[];
  readonly wideCells: readonly WideCell[];
  readonly sheets: LegacyWorkbook['sheets'];
  /** What opening the files had to say. */
  readonly findings: readonly LegacyFinding[];
}
