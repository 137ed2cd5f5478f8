/** Longer ones do not occur in Minecraft's protocol. */
const MAX_BYTES = 5;

/** A number as Minecraft's protocol writes it: seven bits a byte, the lowest first. */
export function writeVarInt(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return Buffer.from(bytes);
}

export type ReadVarInt =
  | { readonly kind: 'read'; readonly value: number; readonly next: number }
  /** The bytes end before the number does. */
  | { readonly kind: 'short' }
  | { readonly kind: 'broken' };

/** Reads a number that is not negative. */
export function readVarInt(bytes: Uint8Array, at: number): ReadVarInt {
  let value = 0;
  for (let index = 0; index < MAX_BYTES; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return { kind: 'short' };
    value += (byte & 0x7f) * 2 ** (7 * index);
    if ((byte & 0x80) === 0) {
      return value <= 0x7fffffff ? { kind: 'read', value, next: at + index + 1 } : { kind: 'broken' };
    }
  }
  return { kind: 'broken' };
}
