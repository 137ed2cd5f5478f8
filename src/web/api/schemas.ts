import * as z from 'zod';
import { AUDIT_KINDS } from '../../core/model/audit-event.ts';
import { outputSchemas } from '../../core/report/report-schemas.ts';

const at = z.int().describe('Milliseconds since 1970, UTC.');
const count = z.int().min(0);
const SIGNATURES = ['verified', 'unknown-key', 'unsigned', 'forged'] as const;
const signature = z
  .enum(SIGNATURES)
  .describe('What the signature of the document says: only `verified` is known to be by the host it names.');

const instance = outputSchemas.report.shape.instances.element;

const summary = outputSchemas.report.pick({
  revision: true,
  planId: true,
  totals: true,
  course: true,
  suspensions: true,
  restartOrders: true,
  unknownFolders: true,
  registryTroubles: true,
});

const status = z.strictObject({
  host: z.string(),
  version: z.string(),
  startedAt: at,
  alive: z.boolean().describe('As `/healthz` has it.'),
  notReady: z.array(z.string()).describe('As `/readyz` has it; empty when it is ready.'),
  lastPass: z
    .strictObject({
      at,
      millis: count,
      ok: z.boolean().describe('False when something has to be tried again.'),
      wants: z.array(z.string()).describe('What it was to look at.'),
      waiting: z.array(z.string()).describe('Why something waits.'),
    })
    .nullable()
    .describe('Null before the first one since the start.'),
  found: summary.nullable().describe('Of the last comparison since the start; null before it.'),
});

const instanceSummary = instance.pick({
  id: true,
  name: true,
  platform: true,
  stage: true,
  state: true,
  reason: true,
  counts: true,
  lastApply: true,
  server: true,
});

const host = z.strictObject({
  host: z.string(),
  at: at.nullable().describe('When it was last heard of, by its own clock; null where it never was.'),
  version: z.string().nullable(),
  revision: z.string().nullable(),
  ok: z.boolean().nullable().describe('What its last pass came to.'),
  silent: z.boolean().describe('True when it should have been heard of since.'),
  signature: z
    .enum([...SIGNATURES, 'none'])
    .describe('What the signature says; `none` where there is nothing that could be read.'),
});

const historyEntry = outputSchemas.history.shape.entries.element;

const auditEntry = z.strictObject({
  id: z.string(),
  at,
  kind: z.enum(AUDIT_KINDS),
  by: z.array(z.string()),
  instance: z.string().nullable(),
  commit: z.string().nullable(),
  reason: z.string(),
  facts: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))]),
  ),
});

const passKey = z.strictObject({ key: z.string(), at });

const pass = z.strictObject({
  key: z.string(),
  signature,
  document: z.record(z.string(), z.json()).describe('As the host kept it.'),
});

const backup = z.strictObject({
  id: z.string(),
  at,
  cause: z.string().describe('`apply`, `rollback`, `restore` or `snapshot`.'),
  instance: z.string(),
  revision: z.string().describe('Empty for a snapshot.'),
  files: count,
  signature,
});

function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({
    items: z.array(item),
    next: z.string().nullable().describe('What `after` takes for the next page; null on the last one.'),
  });
}

const failure = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string() }),
});

/** The shapes of the API's answers, by the name that they have in its description. */
export const apiSchemas = {
  Status: status,
  Instance: instance,
  InstancePage: pageOf(instanceSummary),
  HostPage: pageOf(host),
  HistoryPage: pageOf(historyEntry),
  AuditPage: pageOf(auditEntry),
  PassPage: pageOf(passKey),
  Pass: pass,
  BackupPage: pageOf(backup),
  Failure: failure,
} as const;

export type ApiStatus = z.output<typeof status>;
export type ApiHost = z.output<typeof host>;
export type ApiPassKey = z.output<typeof passKey>;
export type ApiPass = z.output<typeof pass>;
export type ApiBackup = z.output<typeof backup>;
