import { type InstanceId, type InstancePath, parseInstancePath } from '../../core/model/instance.ts';
import type { HistoryEntry, JournalEntry, JournalFile } from '../../ports/state-store.ts';
import { isFields, isOneOf, parseFields } from './json-fields.ts';

/** Undefined when the bytes are not an entry of the journal. */
export function decodeJournalEntry(bytes: Uint8Array): JournalEntry | undefined {
  const fields = parseFields(bytes);
  if (fields === undefined) return undefined;
  const { id, step, instance, root, startedAt, payload } = fields;
  const files = decodeFiles(fields['files']);
  if (!isFilled(id) || !isInstance(instance) || !isOneOf(step, STEPS) || files === undefined)
    return undefined;
  if (typeof root !== 'string' || typeof startedAt !== 'number' || typeof payload !== 'string')
    return undefined;
  return { id, step, instance, root, startedAt, files, payload };
}

/** Undefined when the bytes are not an entry of the history. */
export function decodeHistoryEntry(bytes: Uint8Array): HistoryEntry | undefined {
  const fields = parseFields(bytes);
  if (fields === undefined) return undefined;
  const { id, at, kind, instance, revision, planId, outcome, of, keys, message, payload } = fields;
  const files = decodeFiles(fields['files']);
  if (!isFilled(id) || !isInstance(instance) || files === undefined) return undefined;
  if (!isOneOf(kind, KINDS) || !isOneOf(outcome, OUTCOMES)) return undefined;
  if (typeof at !== 'number' || typeof keys !== 'number' || !(of === undefined || typeof of === 'string'))
    return undefined;
  if (![revision, planId, message, payload].every((text) => typeof text === 'string')) return undefined;
  const texts = { revision, planId, message, payload } as Pick<
    HistoryEntry,
    'revision' | 'planId' | 'message' | 'payload'
  >;
  return { id, at, kind, instance, ...texts, outcome, of, files, keys };
}

export function encodeEntry(entry: JournalEntry | HistoryEntry): Uint8Array {
  return Buffer.from(JSON.stringify(entry));
}

const STEPS = ['staging', 'committing', 'committed', 'restoring', 'frozen'] as const;
const KINDS = ['apply', 'rollback', 'restore', 'recovery'] as const;
const OUTCOMES = ['applied', 'rolled-back', 'stuck'] as const;
const IMAGE = /^(?:[0-9a-f]{64}|absent)$/;

function decodeFiles(value: unknown): readonly JournalFile[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const files = value.map(decodeFile);
  return files.every((file) => file !== undefined) ? files : undefined;
}

function decodeFile(value: unknown): JournalFile | undefined {
  if (!isFields(value)) return undefined;
  const { path, before, after, temporaryName, mode, uid, gid } = value;
  if (!isPath(path) || !isImage(before) || !isImage(after) || typeof temporaryName !== 'string')
    return undefined;
  if (!isWhole(mode) || !isWhole(uid) || !isWhole(gid)) return undefined;
  return { path, before, after, temporaryName, mode, uid, gid };
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isInstance(value: unknown): value is InstanceId {
  return isFilled(value);
}

function isPath(value: unknown): value is InstancePath {
  return typeof value === 'string' && parseInstancePath(value) !== undefined;
}

function isImage(value: unknown): value is string {
  return typeof value === 'string' && IMAGE.test(value);
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}
