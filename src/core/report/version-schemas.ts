import * as z from 'zod';
import { count } from './issue-schemas.ts';

const shown = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('hidden') }).describe('A secret, or under a name that says so.'),
  z.strictObject({ kind: z.literal('shown'), text: z.string() }),
]);

const key = { file: z.string().describe('Below the folder of the baseline.'), key: z.string() };

const step = z.strictObject({
  kind: z
    .enum(['moves', 'joins', 'drops'])
    .describe('`joins`: the new name says the same already, so that the old one only goes.'),
  layer: z.string().describe('`baseline`, `fleet`, `host:NAME`, `group:NAME` or `instance:HOST/NAME`.'),
  ...key,
  targets: z.array(z.strictObject(key)),
  value: shown,
  place: z.strictObject({ file: z.string(), line: count }),
});

const outcome = {
  steps: z.array(step),
  diff: z.string().describe('As `git apply` takes it.'),
  files: z.array(z.string()).describe('That change.'),
  written: z.boolean(),
};

/** What `plugins migrate --json` prints. */
export const pluginMigration = z.strictObject({
  action: z.literal('migrate'),
  plugin: z.string(),
  version: z.string().nullable().describe('Up to which the migrations count; null for all of them.'),
  ...outcome,
});

/** What `plugins merge --json` prints. */
export const pluginMerge = z.strictObject({
  action: z.literal('merge'),
  plugin: z.string(),
  merges: z.array(
    z.strictObject({
      file: key.file,
      added: z.array(z.strictObject({ key: z.string(), value: shown, isOwned: z.boolean() })),
      vanished: z
        .array(
          z.strictObject({
            key: z.string(),
            ours: shown,
            probably: z.array(z.string()).describe('New keys that it may have become, likeliest first.'),
          }),
        )
        .describe('Owned keys that the new version no longer has.'),
      changed: z.array(
        z.strictObject({
          key: z.string(),
          before: shown,
          after: shown,
          ours: shown,
          stands: z.enum(['not-owned', 'on-old-default', 'on-new-default', 'on-own-value']),
        }),
      ),
      removed: z.array(z.string()).describe('Gone, and nobody owned them.'),
      own: z.array(z.string()).describe('Owned, and in neither default.'),
      unchanged: count,
    }),
  ),
  open: z.array(z.strictObject(key)).describe('Vanished keys that nothing was decided of.'),
  owned: z.array(z.strictObject(key)).describe('New keys that the baseline owns then.'),
  ...outcome,
});

/** What `plugins keys --json` prints. */
export const pluginKeys = z.strictObject({
  action: z.literal('keys'),
  instances: z.array(
    z.strictObject({
      id: z.string(),
      files: z.array(
        z.strictObject({
          plugin: z.string(),
          file: key.file,
          reason: z.string().nullable().describe('Why it could not be looked at.'),
          vanished: z.array(z.strictObject({ key: z.string(), ours: shown, probably: z.array(z.string()) })),
          unowned: count,
          fresh: z
            .array(z.strictObject({ key: z.string(), value: shown }))
            .nullable()
            .describe('New beside `--against`, and owned by nobody; null without it.'),
        }),
      ),
    }),
  ),
});
