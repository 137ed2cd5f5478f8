/** In bytes. A value is far shorter; the rest is for its recipients. */
export const LARGEST_AGE_FILE = 64 * 1024;
/** More than a fleet has hosts and admins; each costs a calculation at opening. */
export const MOST_RECIPIENTS = 100;

/** What the outside of an encrypted file tells: for how many keys it is, or why it is none that homeamp opens. */
export type AgeFileFacts =
  | { readonly kind: 'age'; readonly recipients: number }
  | { readonly kind: 'unusable'; readonly reason: string };

const BEGIN = '-----BEGIN AGE ENCRYPTED FILE-----';
const END = '-----END AGE ENCRYPTED FILE-----';
const VERSION = 'age-encryption.org/v1';

/** Looks at an armoured age file without opening it. A passphrase is refused: it could be made to cost minutes. */
export function describeAgeFile(bytes: Uint8Array): AgeFileFacts {
  if (bytes.length > LARGEST_AGE_FILE) return unusable(`it is larger than ${LARGEST_AGE_FILE / 1024} KiB`);
  const header = headerOf(bytes);
  if (header === undefined) return unusable('it is no armoured age file');
  const kinds = header.filter((line) => line.startsWith('-> ')).map((line) => line.split(' ')[1] ?? '');
  if (kinds.includes('scrypt')) return unusable('it is encrypted with a passphrase, not for keys');
  const recipients = kinds.filter((kind) => kind === 'X25519').length;
  if (recipients === 0) return unusable('it is for no key of age');
  if (kinds.length > MOST_RECIPIENTS) return unusable(`it is for more than ${MOST_RECIPIENTS} keys`);
  return { kind: 'age', recipients };
}

function unusable(reason: string): AgeFileFacts {
  return { kind: 'unusable', reason };
}

/** The lines of the header; undefined where the armour or the header is not whole. */
function headerOf(bytes: Uint8Array): readonly string[] | undefined {
  const lines = latin1(bytes).trim().split(/\r?\n/);
  const body = lines.slice(1, -1);
  if (lines[0] !== BEGIN || lines.at(-1) !== END || lines.length < 3) return undefined;
  if (!body.every((line, index) => isArmourLine(line, index === body.length - 1))) return undefined;
  const inside = decodeBase64(body.join(''));
  const end = inside?.indexOf('\n--- ') ?? -1;
  if (inside === undefined || end === -1 || !inside.startsWith(`${VERSION}\n`)) return undefined;
  return inside.slice(0, end).split('\n').slice(1);
}

function isArmourLine(line: string, isLast: boolean): boolean {
  const isWhole = isLast ? line.length > 0 && line.length <= 64 && line.length % 4 === 0 : line.length === 64;
  return isWhole && (isLast ? /^[A-Za-z0-9+/]+={0,2}$/ : /^[A-Za-z0-9+/]+$/).test(line);
}

/** One character a byte. */
function decodeBase64(text: string): string | undefined {
  try {
    return atob(text);
  } catch {
    return undefined;
  }
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}
