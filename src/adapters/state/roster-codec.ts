import { type Instance, type InstanceId, PLATFORMS } from '../../core/model/instance.ts';
import type { HostRoster } from '../../ports/state-store.ts';
import { isFields, isOneOf, isText, isTextList, parseFields } from './json-fields.ts';

export function encodeRoster(value: HostRoster): Uint8Array {
  // JSON drops undefined, and a missing stage must not look like a damaged one.
  const text = JSON.stringify(value, (key, field) => (key === 'stage' && field === undefined ? null : field));
  return Buffer.from(text);
}

/** Undefined when the bytes are not a roster. */
export function decodeRoster(bytes: Uint8Array): HostRoster | undefined {
  const { renderKey, host, instances } = parseFields(bytes) ?? {};
  if (!isText(renderKey) || !isText(host) || !Array.isArray(instances)) return undefined;
  const decoded = instances.map(decodeInstance);
  return decoded.every((instance) => instance !== undefined)
    ? { renderKey, host, instances: decoded }
    : undefined;
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
