/** An answer of Redis, as far as a handshake needs it. */
export type RedisReply =
  | { readonly kind: 'text'; readonly text: string }
  /** Its first word, such as `NOAUTH`, and the rest. */
  | { readonly kind: 'error'; readonly word: string; readonly rest: string }
  | { readonly kind: 'short' }
  | { readonly kind: 'stranger' };

const LONGEST_LINE = 1024;
const LONGEST_TEXT = 64 * 1024;

/** A command as Redis reads it, whatever bytes its words hold. */
export function encodeCommand(...words: readonly string[]): Buffer {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return Buffer.from(`*${words.length}\r\n${parts.join('')}`);
}

/** Reads one whole answer at the beginning of the bytes. */
export function readReply(bytes: Buffer): RedisReply {
  const sign = bytes.toString('latin1', 0, 1);
  if (sign === '') return { kind: 'short' };
  if (!['+', '-', '$'].includes(sign)) return { kind: 'stranger' };
  const end = bytes.indexOf('\r\n');
  if (end === -1) return { kind: bytes.length > LONGEST_LINE ? 'stranger' : 'short' };
  const line = bytes.toString('utf8', 1, end);
  if (sign === '+') return { kind: 'text', text: line };
  if (sign === '$') return readBulk(bytes.subarray(end + 2), Number(line));
  const [, word = '', rest = ''] = /^([A-Z]+) ?(.*)$/.exec(line) ?? [];
  return { kind: 'error', word, rest };
}

function readBulk(bytes: Buffer, length: number): RedisReply {
  if (!Number.isInteger(length) || length < -1 || length > LONGEST_TEXT) return { kind: 'stranger' };
  if (bytes.length < length + 2) return { kind: 'short' };
  return { kind: 'text', text: bytes.toString('utf8', 0, Math.max(0, length)) };
}
