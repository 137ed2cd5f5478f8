import type { Workbook } from '../core/model/workbook.ts';

export type WorkbookResult =
  | { readonly kind: 'read'; readonly workbook: Workbook }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Turns the bytes of an `.xlsx` file into plain cells, bounded in size. Never throws for what is in the file. */
export interface WorkbookReader {
  read(file: string, bytes: Uint8Array): Promise<WorkbookResult>;
}
