import * as z from 'zod';
import { PLATFORMS } from '../model/instance.ts';
import { count } from './issue-schemas.ts';

/** What `import live --json` prints. */
export const importLive = z.strictObject({
  from: z.literal('live'),
  dir: z.string().nullable().describe('Null where nothing was written.'),
  files: z.array(z.string()).describe('Paths in the new repository.').readonly(),
  kept: z.array(z.string()).describe('Those that were there already and stayed as they were.').readonly(),
  hosts: z.array(z.string()).readonly(),
  instances: z
    .array(
      z.strictObject({
        id: z.string(),
        platform: z.enum(PLATFORMS),
        managed: z.boolean(),
        plugins: count,
        files: count.describe('Settings files.'),
        keys: count.describe('Keys in them.'),
      }),
    )
    .readonly(),
  guesses: z
    .array(
      z.strictObject({
        kind: z.string(),
        subject: z.string(),
        text: z.string(),
        change: z.string().describe('What to write, or which option changes it.'),
      }),
    )
    .readonly(),
  secrets: z.strictObject({
    names: z.array(z.string()).describe('Of the secrets that were lifted out.').readonly(),
    file: z.string().nullable().describe('Where their values are.'),
    unwritten: z.array(z.string()).describe('Those of several lines, which no such file holds.').readonly(),
  }),
  sizes: z.strictObject({
    naive: count.describe('Lines, if every owned key were written for each instance.'),
    written: count.describe('Lines of keys and variables as they are.'),
  }),
  proof: z
    .strictObject({ ownedKeys: count, instances: count })
    .describe('The plan on these very servers is empty; this many keys were compared for it.'),
  seconds: z.number(),
  peakMiB: z.number(),
});

export type ImportLiveReport = z.infer<typeof importLive>;
