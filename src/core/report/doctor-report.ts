import * as z from 'zod';
import { count } from './issue-schemas.ts';

/** What `doctor --json` prints. */
export const doctor = z.strictObject({
  version: z.string(),
  at: z.int().describe('Milliseconds since 1970, UTC.'),
  result: z
    .enum(['ok', 'warning', 'failed'])
    .describe('The gravest of all; what was skipped does not count.'),
  counts: z.strictObject({ ok: count, warning: count, failed: count, skipped: count }),
  findings: z.array(
    z.strictObject({
      check: z.string().describe('The name of the check; docs/doctor.md explains each.'),
      group: z.string(),
      subject: z.string().nullable().describe('Which of several things the check looks at.'),
      result: z.enum(['ok', 'warning', 'failed', 'skipped']),
      code: z.string().nullable().describe('The problem, by its stable name; null where there is none.'),
      message: z.string(),
      next: z.string().nullable().describe('What to do; null where nothing is to be done.'),
    }),
  ),
});

/** The document that it describes. */
export type DoctorReport = z.infer<typeof doctor>;
