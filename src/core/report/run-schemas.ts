import * as z from 'zod';
import { count } from './issue-schemas.ts';

/** What was done on a host, newest first. */
export const history = z.strictObject({
  entries: z.array(
    z.strictObject({
      id: z.string(),
      at: z.int().describe('Milliseconds since 1970, UTC.'),
      kind: z.enum(['apply', 'rollback', 'restore', 'recovery']),
      instance: z.string(),
      revision: z.string(),
      planId: z.string(),
      outcome: z.enum(['applied', 'rolled-back', 'stuck']),
      of: z
        .string()
        .nullable()
        .describe('The entry that a rollback undid, or the backup set that a restore brought back.'),
      files: z.array(z.string()),
      keys: count,
      message: z.string(),
    }),
  ),
});

/** What a rollback put back. */
export const rollback = z.strictObject({
  run: z.string(),
  undone: z.array(
    z.strictObject({ id: z.string(), of: z.string(), instance: z.string(), files: z.array(z.string()) }),
  ),
  recovered: z.array(
    z.strictObject({
      id: z.string(),
      instance: z.string(),
      outcome: z.enum(['finished', 'put-back', 'kept', 'frozen']),
      message: z.string(),
    }),
  ),
});
