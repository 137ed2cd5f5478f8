import { type Instance, type InstanceId, PLATFORMS } from '../../core/model/instance.ts';
import type { Suspension, SuspensionScope } from '../../core/model/suspension.ts';
import type { HostRoster } from '../../ports/state-store.ts';
import { isFields, isOneOf, isText, isTextList, parseFields } from './json-fields.ts';

// JSON drops undefined, and what is missing must not look like what is damaged.
const NULLABLE: ReadonlySet<string> = new Set(['stage', 'until']);

export function encodeRoster(value: HostRoster): Uint8Array {
  const text = JSON.stringify(value, (key, field) =>
    NULLABLE.has(key) && field === undefined ? null : field,
  );
  return Buffer.from(text);
}

/** Undefined when the bytes are not a roster. */
export function decodeRoster(bytes: Uint8Array): HostRoster | undefined {
  const { renderKey, host, instances, suspensions } = parseFields(bytes) ?? {};
  if (!isText(renderKey) || !isText(host)) return undefined;
  const decoded = decodeAll(instances, decodeInstance);
  const paused = decodeAll(suspensions, decodeSuspension);
  if (decoded === undefined || paused === undefined) return undefined;
  return { renderKey, host, instances: decoded, suspensions: paused };
}

function decodeAll<T>(list: unknown, decode: (value: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const decoded = list.map(decode);
  return decoded.every((value) => value !== undefined) ? decoded : undefined;
}

function decodeInstance(value: unknown): Instance | undefined {
  if (!isFields(value)) return undefined;
  const { id, host, name, platform, managed, stage, groups, aliases } = value;
  if (!isText(id) || id === '' || !isText(host) || !isText(name) || typeof managed !== 'boolean')
    return undefined;
  if (!isOneOf(platform, PLATFORMS) || !isTextList(groups) || !isTextList(aliases)) return undefined;
  if (stage !== null && !isText(stage)) return undefined;
  return { id: id as InstanceId, host, name, platform, managed, stage: stage ?? undefined, groups, aliases };
}

function decodeSuspension(value: unknown): Suspension | undefined {
  if (!isFields(value)) return undefined;
  const { by, reason, until } = value;
  const scope = decodeScope(value['scope']);
  if (scope === undefined || !isText(by) || !isText(reason)) return undefined;
  if (until !== null && typeof until !== 'number') return undefined;
  return { scope, by, reason, until: until ?? undefined };
}

function decodeScope(value: unknown): SuspensionScope | undefined {
  if (!isFields(value)) return undefined;
  const { kind, name } = value;
  if (kind === 'fleet') return { kind };
  return isOneOf(kind, ['host', 'instance', 'plugin']) && isText(name) ? { kind, name } : undefined;
}
