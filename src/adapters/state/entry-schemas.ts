import { z } from 'zod';
import { type InstanceId, type InstancePath, parseInstancePath } from '../../core/model/instance.ts';
import type { HistoryEntry, JournalEntry, JournalFile } from '../../ports/state-store.ts';

const instance = z.custom<InstanceId>((value) => typeof value === 'string' && value.length > 0);
const path = z.custom<InstancePath>(
  (value) => typeof value === 'string' && parseInstancePath(value) !== undefined,
);
const digest = z.string().regex(/^(?:[0-9a-f]{64}|absent)$/);

const file: z.ZodType<JournalFile> = z.strictObject({
  path,
  before: digest,
  after: digest,
  temporaryName: z.string(),
  mode: z.int(),
  uid: z.int(),
  gid: z.int(),
});

const journalEntry: z.ZodType<JournalEntry> = z.strictObject({
  id: z.string().min(1),
  step: z.enum(['staging', 'committing', 'committed', 'restoring', 'frozen']),
  instance,
  root: z.string(),
  startedAt: z.number(),
  files: z.array(file),
  payload: z.string(),
});

const historyEntry = z.strictObject({
  id: z.string().min(1),
  at: z.number(),
  kind: z.enum(['apply', 'rollback', 'recovery']),
  instance,
  revision: z.string(),
  planId: z.string(),
  outcome: z.enum(['applied', 'rolled-back', 'stuck']),
  of: z.string().optional(),
  files: z.array(file),
  keys: z.int(),
  message: z.string(),
  payload: z.string(),
});

/** Undefined when the bytes are not an entry of the journal. */
export function decodeJournalEntry(bytes: Uint8Array): JournalEntry | undefined {
  return journalEntry.safeParse(parseJson(bytes)).data;
}

/** Undefined when the bytes are not an entry of the history. */
export function decodeHistoryEntry(bytes: Uint8Array): HistoryEntry | undefined {
  const { data } = historyEntry.safeParse(parseJson(bytes));
  return data === undefined ? undefined : { ...data, of: data.of };
}

export function encodeEntry(entry: JournalEntry | HistoryEntry): Uint8Array {
  return Buffer.from(JSON.stringify(entry));
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
}
