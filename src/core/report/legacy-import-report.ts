import * as z from 'zod';
import { count } from './issue-schemas.ts';

const counted = z.strictObject({
  read: count,
  written: count.describe('As read back from the new repository.'),
  leftOut: count,
});

/** What `import legacy --json` prints. */
export const legacyImport = z.strictObject({
  from: z.literal('legacy'),
  dir: z.string().nullable().describe('Null where nothing was written.'),
  files: z.array(z.string()).describe('Paths in the new repository.').readonly(),
  kept: z.array(z.string()).describe('Those that were there already and stayed as they were.').readonly(),
  account: z
    .strictObject({ keys: counted, values: counted, rows: counted })
    .describe('Keys of baselines, values of the workbook, rows of the matrix: read = written + leftOut.'),
  findings: z
    .array(
      z.strictObject({
        kind: z.string(),
        severity: z.enum(['error', 'warning', 'note']),
        subject: z.string(),
        text: z.string(),
        done: z.string().describe('What the import did about it.'),
        advice: z.string(),
        count: count.describe('Keys, values, rows or names that it is about.'),
        places: z.array(z.string()).readonly(),
      }),
    )
    .readonly(),
  secrets: z.strictObject({
    names: z.array(z.string()).readonly(),
    file: z.string().nullable(),
    unwritten: z.array(z.string()).describe('Those of several lines, which no such file holds.').readonly(),
  }),
  errors: count.describe('That `validate` finds in the new repository.'),
  warnings: count,
});

export type LegacyImportReport = z.infer<typeof legacyImport>;
