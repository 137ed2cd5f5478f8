const LAST_MILLIS = 9_999_999_999_999;
const DIGITS = 13;
const KEY = /^passes\/(\d{13})-[0-9a-f]{6}\.json$/;

/** Below which the reports of a host's passes lie. */
export function passPrefix(host: string): string {
  return `${host}/passes/`;
}

/** The key of a pass that ended at this time: keys sort newest first. `random` is six hex digits. */
export function passKey(host: string, endedAt: number, random: string): string {
  return `${passPrefix(host)}${String(LAST_MILLIS - endedAt).padStart(DIGITS, '0')}-${random}.json`;
}

/** When the pass ended, in milliseconds since 1970, UTC; undefined for a key that is not of this host's passes. */
export function timeOfPass(host: string, key: string): number | undefined {
  if (!key.startsWith(`${host}/`)) return undefined;
  const [, digits] = KEY.exec(key.slice(host.length + 1)) ?? [];
  return digits === undefined ? undefined : LAST_MILLIS - Number(digits);
}

export interface PassRetention {
  readonly now: number;
  readonly keepMillis: number;
  /** However new they are. */
  readonly atMost: number;
}

/** Those of a host's passes that may go: too old, or beyond the number. The newest stays, and so does whatever is no pass. */
export function expiredPasses(
  host: string,
  keys: readonly string[],
  { now, keepMillis, atMost }: PassRetention,
): readonly string[] {
  return keys
    .map((key) => ({ key, at: timeOfPass(host, key) }))
    .filter((pass): pass is { key: string; at: number } => pass.at !== undefined)
    .sort((a, b) => b.at - a.at || (a.key < b.key ? -1 : 1))
    .filter(({ at }, index) => index > 0 && (index >= atMost || now - at > keepMillis))
    .map(({ key }) => key);
}
