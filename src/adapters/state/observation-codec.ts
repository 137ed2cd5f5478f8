import type { InstancePath } from '../../core/model/instance.ts';
import type { StatIdentity } from '../../core/model/live-file.ts';
import type { InstanceObservation } from '../../ports/state-store.ts';
import { ByteReader, ByteWriter, MalformedValueError } from './byte-codec.ts';

export function encodeObservation(observation: InstanceObservation): Uint8Array {
  const writer = new ByteWriter()
    .text(observation.renderKey)
    .number(observation.ownedKeys)
    .number(observation.complete ? 1 : 0)
    .number(observation.clean.size);
  for (const [path, identity] of observation.clean) writer.text(path).text(identity);
  return writer.finish();
}

/** Undefined when the bytes are not an observation. */
export function decodeObservation(value: Uint8Array): InstanceObservation | undefined {
  try {
    const reader = new ByteReader(value);
    const head = { renderKey: reader.text(), ownedKeys: reader.number(), complete: reader.number() === 1 };
    const clean = new Map<InstancePath, StatIdentity>();
    for (let left = reader.number(); left > 0; left -= 1) {
      // Not parsed again: its digest says that it is what was put, and paths only serve to look up.
      const path = reader.text() as InstancePath;
      clean.set(path, reader.text());
    }
    reader.finish();
    return { ...head, clean };
  } catch (error) {
    if (error instanceof MalformedValueError) return undefined;
    throw error;
  }
}
