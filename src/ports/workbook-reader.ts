import type { Issue } from '../core/model/issue.ts';
import type { Workbook } from '../core/model/workbook.ts';

/** Turns the bytes of an `.xlsx` file into plain cells, bounded in size. Never throws for what is in the file. */
export interface WorkbookReader {
  /** `file` is its path in the repository; nothing is read from a disk. No workbook without an issue that says why. */
  read(
    file: string,
    bytes: Uint8Array,
  ): Promise<{ readonly workbook: Workbook | undefined; readonly issues: readonly Issue[] }>;
}
