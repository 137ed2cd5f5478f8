import {
  AUDIT_KINDS,
  type AuditEntry,
  type AuditEvent,
  type AuditFact,
} from '../../core/model/audit-event.ts';
import type { InstanceId } from '../../core/model/instance.ts';
import { isFields, isOneOf, isText, isTextList, parseFields } from './json-fields.ts';

export function encodeEvent(event: AuditEvent): Uint8Array {
  return Buffer.from(JSON.stringify(event));
}

/** Undefined when the bytes are no event. */
export function decodeEvent(id: string, bytes: Uint8Array): AuditEntry | undefined {
  const fields = parseFields(bytes);
  if (fields === undefined) return undefined;
  const { at, kind, by, instance, commit, reason, facts } = fields;
  if (typeof at !== 'number' || !isOneOf(kind, AUDIT_KINDS) || !isTextList(by)) return undefined;
  if (!isTextOrNull(instance) || !isTextOrNull(commit) || !isText(reason) || !areFacts(facts))
    return undefined;
  return { id, at, kind, by, instance: instance as InstanceId | null, commit, reason, facts };
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || isText(value);
}

function areFacts(value: unknown): value is Readonly<Record<string, AuditFact>> {
  return isFields(value) && Object.values(value).every(isFact);
}

function isFact(value: unknown): value is AuditFact {
  return Array.isArray(value) ? value.every(isPlain) : isPlain(value) || typeof value === 'boolean';
}

function isPlain(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
