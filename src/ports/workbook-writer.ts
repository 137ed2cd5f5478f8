import type { WorkbookDraft } from '../core/model/workbook-draft.ts';

/** Makes the bytes of an `.xlsx` file that `WorkbookReader` reads again, cell by cell. */
export interface WorkbookWriter {
  write(draft: WorkbookDraft): Promise<Uint8Array>;
}
