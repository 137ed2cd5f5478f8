declare const instanceId: unique symbol;
/** `HOST/NAME`: the identity of an instance, since two hosts may both have an `ADS01`. */
export type InstanceId = string & { readonly [instanceId]: true };

declare const instancePath: unique symbol;
/** A path below an instance's application root: relative, `/`-separated, without `.`, `..` or empty segments. */
export type InstancePath = string & { readonly [instancePath]: true };

export const PLATFORMS = [
  'paper',
  'velocity',
  'geyser',
  'bungeecord',
  'fabric',
  'forge',
  'ads',
  'other',
] as const;
export type Platform = (typeof PLATFORMS)[number];

export interface Instance {
  readonly id: InstanceId;
  readonly host: string;
  readonly name: string;
  readonly platform: Platform;
  readonly managed: boolean;
  /** Undefined for an instance that is not rolled out to, such as an unmanaged one. */
  readonly stage: string | undefined;
  /** In the order of the fleet's group list: a later one wins over an earlier one. */
  readonly groups: readonly string[];
  readonly aliases: readonly string[];
}

export function instanceIdOf(host: string, name: string): InstanceId {
  return `${host}/${name}` as InstanceId;
}

/** True where a person's `NAME` or `HOST/NAME` means this instance. */
export function isInstanceNamed(id: InstanceId, name: string): boolean {
  return id === name || id.endsWith(`/${name}`);
}

/** Names become folder names, so they are one safe path segment: letters, digits, `_` and `-`, at most 64. */
const SAFE_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

export function isSafeName(name: string): boolean {
  return SAFE_NAME.test(name);
}

const MAX_PATH_LENGTH = 512;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it keeps out
const FORBIDDEN_IN_PATH = /[\u0000-\u001f\u007f\\:*?"<>|]/;

/** Refuses what could leave the instance's folder or surprise a file system; undefined when refused. */
export function parseInstancePath(text: string): InstancePath | undefined {
  if (text === '' || text.length > MAX_PATH_LENGTH || FORBIDDEN_IN_PATH.test(text)) return undefined;
  const segments = text.split('/');
  const safe = segments.every(
    (segment) => segment !== '' && segment !== '.' && segment !== '..' && segment.length <= 255,
  );
  return safe ? (text as InstancePath) : undefined;
}
