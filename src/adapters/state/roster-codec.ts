import { z } from 'zod';
import { type InstanceId, PLATFORMS } from '../../core/model/instance.ts';
import type { HostRoster } from '../../ports/state-store.ts';

const roster = z.strictObject({
  renderKey: z.string(),
  host: z.string(),
  instances: z.array(
    z.strictObject({
      id: z.custom<InstanceId>((value) => typeof value === 'string' && value.length > 0),
      host: z.string(),
      name: z.string(),
      platform: z.enum(PLATFORMS),
      managed: z.boolean(),
      stage: z.string().nullable(),
      groups: z.array(z.string()),
      aliases: z.array(z.string()),
    }),
  ),
});

export function encodeRoster(value: HostRoster): Uint8Array {
  // JSON drops undefined, and a missing stage must not look like a damaged one.
  const text = JSON.stringify(value, (key, field) => (key === 'stage' && field === undefined ? null : field));
  return Buffer.from(text);
}

/** Undefined when the bytes are not a roster. */
export function decodeRoster(bytes: Uint8Array): HostRoster | undefined {
  const { data } = roster.safeParse(parseJson(bytes));
  if (data === undefined) return undefined;
  const instances = data.instances.map((entry) => ({ ...entry, stage: entry.stage ?? undefined }));
  return { ...data, instances };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
}
