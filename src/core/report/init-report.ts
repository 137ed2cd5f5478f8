import * as z from 'zod';
import { PLATFORMS } from '../model/instance.ts';

/** What `init --json` prints. */
export const init = z.strictObject({
  dir: z.string(),
  files: z.array(z.string()).describe('Paths in the new repository.').readonly(),
  kept: z
    .array(z.string())
    .describe('Those of them that were there already and stayed as they were.')
    .readonly(),
  hosts: z.array(z.strictObject({ name: z.string(), address: z.string().nullable() })).readonly(),
  instances: z
    .array(
      z.strictObject({
        id: z.string(),
        platform: z.enum(PLATFORMS),
        managed: z.boolean(),
        stage: z.string().nullable(),
        groups: z.array(z.string()).readonly(),
      }),
    )
    .readonly(),
  sample: z
    .strictObject({ plugin: z.string(), instances: z.array(z.string()).readonly() })
    .nullable()
    .describe('The sample baseline and where it is.'),
  notes: z.array(z.string()).describe('What is not certain, or should be looked at.').readonly(),
});

export type InitReport = z.infer<typeof init>;
