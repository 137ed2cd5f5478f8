import * as z from 'zod';

const at = z.int().describe('Milliseconds since 1970, UTC.');

export const suspensions = z
  .array(
    z.strictObject({
      kind: z.enum(['fleet', 'host', 'instance', 'plugin']),
      name: z.string().nullable().describe('Null for the whole fleet; an instance by its id.'),
      by: z.string().describe('A person on the host, or the repository’s file and line.'),
      reason: z.string(),
      until: at.nullable().describe('Milliseconds since 1970, UTC; null when it ends by order alone.'),
      origin: z.enum(['repository', 'host']),
    }),
  )
  .describe('In force on this host, also where they hold nothing back now.');

export const restartOrders = z
  .array(z.strictObject({ instance: z.string(), by: z.string(), reason: z.string(), at }))
  .describe('Ordered on this host and not done yet; only `status` and the agent look for them.');
