import { createHash } from 'node:crypto';
import type { RootPath } from '../../ports/live-files.ts';
import type { JarCache } from '../../ports/plugin-inventory.ts';
import type { DeferredValues } from './deferred-values.ts';
import { decodeJars, encodeJars } from './jar-codec.ts';

/** Keeps one value for each root, so that jars which went take their memory with them. */
export function createJarCache(values: DeferredValues): JarCache {
  return {
    get: (root) => values.get(keyOf(root), decodeJars) ?? new Map(),
    put: (root, jars) => values.put(keyOf(root), jars.size === 0 ? undefined : encodeJars(jars)),
  };
}

/** A path may be longer than a key; an instance's id holds no colon. */
function keyOf(root: RootPath): string {
  return `jars:${createHash('sha256').update(root).digest('hex')}`;
}
