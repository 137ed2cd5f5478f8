import * as z from 'zod';

const readers = z
  .array(z.strictObject({ kind: z.enum(['host', 'person']), name: z.string() }))
  .describe('Who can open it.');

const sealed = z.strictObject({
  secrets: z.array(z.strictObject({ name: z.string(), file: z.string(), readers })),
});

const identity = z.strictObject({
  identity: z.string().describe('The file with the private half.'),
  made: z.boolean().describe('False where there was one, which is kept.'),
  recipient: z.string().describe('The public half.'),
  listedAs: z
    .string()
    .nullable()
    .describe('Its name in recipients.yaml; null where it was not written there.'),
});

const got = z.strictObject({
  name: z.string(),
  readers,
  opened: z.boolean(),
  why: z.string().nullable().describe('Why it can’t be opened here.'),
  value: z.string().nullable().describe('With `--show` alone.'),
});

const recipients = z.strictObject({
  recipients: z.array(
    z.strictObject({
      kind: z.enum(['host', 'person']),
      name: z.string(),
      key: z.string(),
      secrets: z.array(z.string()).describe('Secrets that it may read.'),
    }),
  ),
});

/** What `secrets check` finds, by its stable name. */
export const SECRET_PROBLEMS = [
  'bad-file',
  'stale-recipients',
  'not-opened',
  'no-identity',
  'not-readable',
  'nowhere',
  'unused',
] as const;

/** `unused` and `nowhere` are told, and nothing is wrong by them. */
const check = z.strictObject({
  secrets: z.array(
    z.strictObject({
      name: z.string(),
      file: z.string().nullable().describe('Null where the repository does not hold it.'),
      usedOn: z.array(z.string()).describe('Hosts whose instances use it.'),
    }),
  ),
  findings: z.array(
    z.strictObject({
      problem: z.enum(SECRET_PROBLEMS),
      isWrong: z.boolean(),
      secret: z.string().nullable(),
      message: z.string(),
      help: z.string(),
    }),
  ),
});

const clear = z.strictObject({ file: z.string(), line: z.int(), kind: z.string() });

const scan = z.strictObject({
  files: z.int().describe('Files that were looked through.'),
  skipped: z.array(z.string()).describe('Files that are no text, or too large.'),
  found: z.array(clear),
  allowed: z.array(clear.extend({ reason: z.string() })),
});

const hook = z.strictObject({ hook: z.string(), made: z.boolean() });

/** What `secrets set` and `rotate`, `init`, `get`, `recipients`, `check`, `scan` and `hook` print, in this order. */
export const secrets = z.union([sealed, identity, got, recipients, check, scan, hook]);

export type SecretsCheck = z.output<typeof check>;
export type SecretFinding = SecretsCheck['findings'][number];
export type SecretScan = z.output<typeof scan>;
