import * as z from 'zod';
import { SERVER_STATES } from '../model/server-look.ts';
import { adoption } from './adoption-schemas.ts';
import { backups } from './backup-schemas.ts';
import { doctor } from './doctor-report.ts';
import { importLive } from './import-live-report.ts';
import { init } from './init-report.ts';
import { plugins, unknownFolder } from './inventory-schemas.ts';
import { configCheck, count, line, revision, validation } from './issue-schemas.ts';
import { legacyImport } from './legacy-import-report.ts';
import { restartOrders, suspensions } from './order-schemas.ts';
import { audit, hosts } from './record-schemas.ts';
import { INSTANCE_STATES } from './report.ts';
import { history, rollback } from './run-schemas.ts';
import { secrets } from './secrets-report.ts';
import { variables } from './workbook-schemas.ts';

const layer = z.enum(['baseline', 'host', 'group', 'instance']);

const value = z
  .union([
    z.strictObject({ value: z.json() }),
    z.strictObject({ absent: z.literal(true) }),
    z.strictObject({ section: z.literal(true) }).describe('Keys of the server’s own lie below.'),
    z.strictObject({ secret: z.literal(true) }).describe('Never shown.'),
    z.strictObject({ wholeFile: z.strictObject({ lines: count }) }),
  ])
  .describe('Whole numbers beyond 2^53 and floats that JSON lacks are text.');

const originShape = {
  layer,
  name: z.string(),
  file: z.string(),
  line,
  reason: z.string().nullable(),
};
const origin = z.strictObject(originShape);

const counts = z.strictObject({
  inSync: count,
  converged: count,
  unadopted: count,
  pending: count,
  drifted: count,
  conflicting: count,
  unknown: count.describe('Keys in files that could not be compared.'),
});

const activation = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('reload'), commands: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('restart'), causes: z.array(z.string()) }),
]);

const finding = z.strictObject({
  kind: z.enum(['missing', 'plugin-missing', 'unreadable']),
  plugin: z.string(),
  file: z.string(),
  reason: z.string().nullable(),
  line,
  column: line,
});

const change = z.strictObject({
  instance: z.string(),
  plugin: z.string(),
  file: z.string(),
  key: z.string(),
  verdict: z.enum(['in-sync', 'converged', 'unadopted', 'pending', 'drifted', 'conflicting']),
  action: z.enum(['set', 'remove']),
  live: value,
  desired: value,
  origin,
  ampSetting: z.string().nullable().describe('AMP’s own setting behind the key.'),
  held: z
    .strictObject({ reason: z.string(), detail: z.string().nullable() })
    .nullable()
    .describe('Null for a key that an apply writes.'),
});

const instance = z.strictObject({
  id: z.string(),
  name: z.string(),
  platform: z.string(),
  stage: z.string().nullable(),
  state: z.enum(INSTANCE_STATES),
  reason: z.strictObject({ code: z.string(), message: z.string(), help: z.string() }).nullable(),
  counts,
  findings: z.array(finding),
  changes: z.array(change),
  activation,
  outcome: z
    .strictObject({
      kind: z.enum(['applied', 'unchanged', 'blocked', 'failed', 'skipped']),
      id: z.string().nullable().describe('What `homeamp rollback` takes.'),
      files: count,
      keys: count,
    })
    .nullable(),
  lastApply: z
    .strictObject({
      id: z.string(),
      at: z.int().describe('Milliseconds since 1970, UTC.'),
      kind: z.enum(['apply', 'rollback', 'restore', 'recovery']),
      revision: z.string(),
    })
    .nullable(),
  server: z
    .strictObject({
      state: z.enum(SERVER_STATES).nullable().describe('Null where it was not looked at.'),
      players: count.nullable().describe('Null where nobody knows.'),
      step: z.string().nullable().describe('Where it is on its way to new files.'),
      since: z.int().nullable().describe('When the step began, in milliseconds since 1970, UTC.'),
    })
    .nullable()
    .describe('Null where nobody had to look at the server, or nobody can.'),
  evidence: z.array(z.string()).describe('What its console said when it did not do well with a change.'),
});

const report = z.strictObject({
  version: z.string(),
  host: z.string(),
  steersServers: z.boolean().describe('True where homeamp stops, starts and reloads servers through AMP.'),
  revision,
  planId: z.string(),
  instances: z.array(instance),
  unknownFolders: z.array(unknownFolder),
  registryTroubles: z.array(z.string()).describe('What of AMP’s instances.json could not be used.'),
  totals: z.strictObject({
    instances: count,
    states: z.strictObject(
      Object.fromEntries(INSTANCE_STATES.map((state) => [state, count])) as Record<
        (typeof INSTANCE_STATES)[number],
        typeof count
      >,
    ),
    counts,
    changes: count,
    held: count,
  }),
  course: z
    .strictObject({
      accepted: z
        .strictObject({
          revision: z.string(),
          at: z.int().describe('Milliseconds since 1970, UTC.'),
          how: z.string(),
          by: z.array(z.string()),
          reason: z.string(),
        })
        .nullable(),
      held: z
        .strictObject({ commit: z.string(), code: z.string(), message: z.string(), help: z.string() })
        .nullable(),
      stages: z
        .array(
          z.strictObject({
            stage: z.string(),
            word: z.string().describe('`done`, `soaks`, `waits` or `failed`.'),
            until: z.int().nullable().describe('When it has soaked, in milliseconds since 1970, UTC.'),
          }),
        )
        .describe('How far this host is with the accepted revision.'),
    })
    .nullable()
    .describe('Null where no agent keeps the host.'),
  suspensions,
  restartOrders,
});

const render = z.strictObject({
  revision,
  instances: z.array(
    z.strictObject({
      id: z.string(),
      files: z.array(
        z.strictObject({
          plugin: z.string(),
          file: z.string(),
          format: z.string(),
          exact: z.boolean(),
          keys: z.array(z.strictObject({ key: z.string(), value, origin })),
        }),
      ),
    }),
  ),
});

const explanation = z.strictObject({
  instance: z.string(),
  plugin: z.string(),
  file: z.string(),
  key: z.string(),
  layers: z.array(
    z.strictObject({ ...originShape, written: value, rendered: value.nullable(), wins: z.boolean() }),
  ),
  desired: value,
  live: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('not-looked-at'), reason: z.string() }),
    z.strictObject({ kind: z.literal('compared'), verdict: z.string(), value, line }),
  ]),
  activation,
});

const parity = z.strictObject({
  plugin: z.string(),
  instances: z.array(z.string()),
  keys: z.array(
    z.strictObject({
      file: z.string(),
      key: z.string(),
      differs: z.boolean(),
      values: z.array(
        z.strictObject({
          instance: z.string(),
          desired: value,
          origin,
          live: value.nullable(),
          drifts: z.boolean(),
        }),
      ),
    }),
  ),
});

/** The shapes of what commands print with `--json`, by the name that their schema is published under. */
export const outputSchemas = {
  adoption,
  audit,
  hosts,
  report,
  validation,
  render,
  explanation,
  parity,
  plugins,
  history,
  rollback,
  backups,
  doctor,
  init,
  'import-legacy': legacyImport,
  'import-live': importLive,
  secrets,
  variables,
  'config-check': configCheck,
} as const;
