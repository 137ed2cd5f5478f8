import type { JarContent, PluginDescription } from '../../core/model/installed-plugin.ts';
import { PLATFORMS } from '../../core/model/instance.ts';
import type { KnownJar } from '../../ports/plugin-inventory.ts';
import { isFields, isOneOf, isText, isTextList, parseFields } from './json-fields.ts';

export function encodeJars(jars: ReadonlyMap<string, KnownJar>): Uint8Array {
  return Buffer.from(JSON.stringify({ jars: [...jars] }));
}

/** Undefined when the bytes are not what `encodeJars` gave. */
export function decodeJars(bytes: Uint8Array): ReadonlyMap<string, KnownJar> | undefined {
  const { jars } = parseFields(bytes) ?? {};
  if (!Array.isArray(jars)) return undefined;
  const decoded = jars.map(decodeJar);
  return decoded.every((jar) => jar !== undefined) ? new Map(decoded) : undefined;
}

function decodeJar(value: unknown): readonly [string, KnownJar] | undefined {
  if (!Array.isArray(value)) return undefined;
  const [jar, known]: readonly unknown[] = value;
  if (!isText(jar) || !isFields(known) || !isText(known['identity'])) return undefined;
  const content = decodeContent(known['content']);
  return content === undefined ? undefined : [jar, { identity: known['identity'], content }];
}

function decodeContent(value: unknown): JarContent | undefined {
  if (!isFields(value)) return undefined;
  const { kind, reason, descriptions } = value;
  if (kind === 'no-plugin') return { kind };
  if (kind === 'unreadable') return isText(reason) ? { kind, reason } : undefined;
  if (kind !== 'plugin' || !Array.isArray(descriptions)) return undefined;
  const decoded = descriptions.map(decodeDescription);
  return decoded.every((one) => one !== undefined) ? { kind, descriptions: decoded } : undefined;
}

function decodeDescription(value: unknown): PluginDescription | undefined {
  if (!isFields(value)) return undefined;
  const { platforms, id, name, version, depends } = value;
  if (!isText(id) || !isText(name) || !isTextList(depends) || !isTextList(platforms)) return undefined;
  if (version !== undefined && !isText(version)) return undefined;
  const known = platforms.filter((platform) => isOneOf(platform, PLATFORMS));
  return { platforms: known, id, name, version, depends };
}
