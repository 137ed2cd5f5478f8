import * as z from 'zod';

const key = {
  instance: z.string(),
  plugin: z.string(),
  file: z.string().describe('Below the folder of the baseline.'),
  key: z.string(),
};
const value = z.string().describe('As people are shown it: never a secret.');

/** What `adopt --json` prints. */
export const adoption = z.strictObject({
  host: z.string(),
  keys: z
    .array(
      z.strictObject({
        ...key,
        value,
        layer: z.string().describe('As `--layer` takes it.'),
        where: z.string(),
        layers: z.array(z.string()).describe('Every layer that could hold it, narrowest first.'),
      }),
    )
    .describe('What goes into the repository.'),
  alsoChanges: z
    .array(z.strictObject({ ...key, before: value, after: value }))
    .describe('What else is desired otherwise then.'),
  left: z
    .array(z.strictObject({ ...key, code: z.string(), message: z.string(), help: z.string() }))
    .describe('What can’t go into the repository.'),
  diff: z.string().describe('As `git apply` takes it.'),
  outcome: z.strictObject({
    kind: z.enum(['nothing', 'shown', 'declined', 'put-back', 'written', 'patch', 'pull-request']),
    files: z.array(z.string()),
    number: z.int().nullable(),
    url: z.string().nullable(),
    commands: z.array(z.string()).describe('What puts back the values that are not kept.'),
  }),
});
