/** What a server of MariaDB or MySQL says first. */
export type Greeting =
  | { readonly kind: 'welcome' /** Such as `MariaDB 10.11.6`. */; readonly version: string }
  /** It does not let this host in; by MariaDB's own number. */
  | { readonly kind: 'error'; readonly errno: number }
  | { readonly kind: 'short' }
  | { readonly kind: 'stranger' };

const HEADER = 4;
const PROTOCOL = 10;
const ERROR = 0xff;
const MAX_PACKET = 1024;
const LONGEST_VERSION = 100;
/** Set before the version for old replicas, which look at the first number alone. */
const REPLICATION_PREFIX = '5.5.5-';

/** Reads the first packet: three bytes of length, a number, and the greeting or an error. */
export function readGreeting(bytes: Buffer): Greeting {
  if (bytes.length < HEADER + 1)
    return bytes.length === 0 || couldBegin(bytes) ? { kind: 'short' } : STRANGER;
  if (!couldBegin(bytes)) return STRANGER;
  const length = bytes.readUIntLE(0, 3);
  if (bytes.length < HEADER + length) return { kind: 'short' };
  const packet = bytes.subarray(HEADER, HEADER + length);
  if (packet[0] === ERROR)
    return packet.length < 3 ? STRANGER : { kind: 'error', errno: packet.readUInt16LE(1) };
  const end = packet.indexOf(0, 1);
  if (packet[0] !== PROTOCOL || end < 2 || end > LONGEST_VERSION) return STRANGER;
  return { kind: 'welcome', version: versionText(packet.toString('latin1', 1, end)) };
}

const STRANGER: Greeting = { kind: 'stranger' };

function couldBegin(bytes: Buffer): boolean {
  if (bytes.length < HEADER) return true;
  return bytes.readUIntLE(0, 3) <= MAX_PACKET && (bytes[3] ?? 0) <= 1;
}

function versionText(raw: string): string {
  const text = raw.startsWith(REPLICATION_PREFIX) ? raw.slice(REPLICATION_PREFIX.length) : raw;
  const [, number = 'of an unknown version'] = /^(\d{1,3}(?:\.\d{1,4}){1,3})/.exec(text) ?? [];
  return `${/mariadb/i.test(text) ? 'MariaDB' : 'MySQL'} ${number}`;
}
