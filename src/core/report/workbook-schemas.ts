import * as z from 'zod';
import { count, issue } from './issue-schemas.ts';

const shown = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('hidden') }).describe('A secret, or under a name that says so.'),
  z.strictObject({ kind: z.literal('shown'), text: z.string() }),
]);

const change = z.strictObject({
  kind: z.enum(['added', 'removed', 'changed']),
  sheet: z.string().describe('Empty where the row is gone.'),
  cell: z.string().describe('Such as `D7`; empty where the row is gone.'),
  column: z.enum(['Value', 'Reason']),
  what: z.string().describe('A variable, or plugin, file and key.'),
  scope: z.string(),
  before: shown,
  after: shown,
});

/** What `variables --json` prints, by its action. */
export const variables = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('export'),
    file: z.string(),
    variables: count,
    overrides: count,
    withoutView: z.array(z.string()).describe('Plugins whose view found no room.'),
    files: z.array(z.string()).describe('That lost values to it, by `--move`.'),
  }),
  z.strictObject({
    action: z.literal('import'),
    file: z.string(),
    knowsExport: z.boolean().describe('False where no row can be known to be gone.'),
    exportedRows: count,
    removedRows: count,
    changes: z.array(change).describe('From what the repository says to what the workbook says.'),
    conflicts: z.array(z.strictObject({ ...change.shape, exported: shown })),
    missingSheets: z.array(z.enum(['overrides', 'variables'])),
    newReasons: z.array(z.strictObject({ sheet: z.string(), cell: z.string() })),
    warnings: z.array(issue),
    files: z.array(z.string()).describe('That change.'),
    written: z.boolean(),
  }),
  z
    .strictObject({
      action: z.literal('move'),
      file: z.string(),
      files: z.array(z.string()).describe('That hold its values now.'),
      written: z.boolean(),
    })
    .describe('Of `import --move`.'),
  z.strictObject({
    action: z.literal('diff'),
    changes: z.array(change),
    unread: z.array(z.string()).describe('Sheets that differ and are not read.'),
  }),
  z.strictObject({
    action: z.literal('list'),
    file: z.string(),
    rows: z.array(change.pick({ sheet: true, cell: true, what: true, scope: true }).extend({ value: shown })),
  }),
]);
