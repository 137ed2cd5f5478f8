import * as z from 'zod';
import { AUDIT_KINDS } from '../model/audit-event.ts';
import { INSTANCE_STATES } from './report.ts';

const at = z.int().describe('Milliseconds since 1970, UTC.');

const fact = z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))]);

/** What `audit --json` prints. */
export const audit = z.strictObject({
  events: z
    .array(
      z.strictObject({
        id: z.string().describe('Sorts as the trail does.'),
        at,
        kind: z.enum(AUDIT_KINDS),
        by: z.array(z.string()).describe('`homeamp` where it decided by itself.'),
        instance: z.string().nullable(),
        commit: z.string().nullable().describe('A commit or its beginning.'),
        reason: z.string(),
        facts: z.record(z.string(), fact).describe('What else belongs to this kind.'),
      }),
    )
    .describe('Newest first.'),
});

/** What `hosts --json` prints. */
export const hosts = z.strictObject({
  publicKey: z.string().describe('Of this host, for `hosts.<name>.publicKey` in fleet.yaml.'),
  hosts: z.array(
    z.strictObject({
      host: z.string(),
      isSelf: z.boolean(),
      isSilent: z.boolean().describe('Never heard of, or overdue.'),
      hasKey: z.boolean().describe('True where the fleet says by which key the host signs.'),
      signature: z.enum(['verified', 'unsigned', 'forged', 'unknown-key', 'none']),
      heartbeat: z
        .strictObject({
          version: z.string(),
          at,
          nextBy: at.nullable().describe('When the next one comes at the latest; null where no daemon runs.'),
          revision: z.string().nullable(),
          isOk: z.boolean().describe('False when its last pass has to be tried again.'),
          states: z.partialRecord(z.enum(INSTANCE_STATES), z.int()),
          report: z.string().nullable().describe('Key of its newest report of a pass.'),
        })
        .nullable(),
    }),
  ),
});
