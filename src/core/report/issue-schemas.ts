import * as z from 'zod';

/** How many of something. */
export const count = z.int().min(0);
export const line = z.int().min(0).describe('From 1; 0 where no place is known.');

export const revision = z.strictObject({
  kind: z.enum(['commit', 'files']),
  id: z.string().describe('The commit’s 40 hex digits, or the digest of the files.'),
  subject: z.string().nullable(),
});

export const issue = z.strictObject({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  message: z.string(),
  help: z.string(),
  place: z.strictObject({
    file: z.string(),
    line,
    column: line,
    sheet: z.string().optional(),
    cell: z.string().optional(),
  }),
});

/** What `validate` prints. */
export const validation = z.strictObject({
  revision,
  valid: z.boolean(),
  errors: count,
  warnings: count,
  counts: z
    .strictObject({
      hosts: count,
      instances: count,
      baselines: count,
      variables: count,
      overrides: count,
      keys: count,
    })
    .nullable(),
  issues: z.array(issue),
});

/** What `config check` prints. */
export const configCheck = z.strictObject({
  file: z.string(),
  valid: z.boolean(),
  issues: z.array(issue),
  settings: z
    .array(
      z.strictObject({
        field: z.string().describe('As in the file, such as `source.url`.'),
        value: z.string().nullable().describe('Null where nothing is set, and for a secret.'),
        isSecret: z.boolean().describe('True for a secret that is set.'),
      }),
    )
    .nullable()
    .describe('Null while there is an error.'),
});
