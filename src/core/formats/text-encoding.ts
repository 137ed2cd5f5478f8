import type { FormatName } from '../model/format-name.ts';

/** How a file's text lies in its bytes, so that it can be written back the same way. */
export type TextEncoding = 'utf-8' | 'utf-8-bom' | 'iso-8859-1' | 'utf-16le-bom' | 'utf-16be-bom';

export type DecodeResult =
  | { readonly kind: 'decoded'; readonly text: string; readonly encoding: TextEncoding }
  | { readonly kind: 'undecodable'; readonly reason: string };

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const UTF_8 = new TextEncoder();
const BOM = '\ufeff';

/**
 * Takes encoding and byte order mark off. Whatever decodes is written back to the same bytes by `encodeText`.
 * Bytes that are no UTF-8 become one lone surrogate U+DC80..U+DCFF each, which readers show as U+FFFD; a
 * properties file with such bytes is read as ISO-8859-1, as the Minecraft server does; TOML allows none.
 */
export function decodeText(bytes: Uint8Array, formatName: FormatName): DecodeResult {
  try {
    const text = STRICT.decode(bytes);
    return text.startsWith(BOM)
      ? { kind: 'decoded', text: text.slice(1), encoding: 'utf-8-bom' }
      : { kind: 'decoded', text, encoding: 'utf-8' };
  } catch (error) {
    // A fatal decoder throws TypeError for bytes that are no UTF-8.
    if (!(error instanceof TypeError)) throw error;
  }
  return decodeOtherBytes(bytes, formatName);
}

/**
 * The bytes of a text in an encoding that `decodeText` gave. Where the encoding is ISO-8859-1 the text is a
 * properties file, and what ISO-8859-1 lacks is written as `\uXXXX`.
 */
export function encodeText(text: string, encoding: TextEncoding): Uint8Array {
  switch (encoding) {
    case 'utf-8':
      return encodeUtf8(text);
    case 'utf-8-bom':
      return encodeUtf8(BOM + text);
    case 'iso-8859-1':
      return encodeLatin1(text);
    case 'utf-16le-bom':
      return encodeUtf16(text, true);
    case 'utf-16be-bom':
      return encodeUtf16(text, false);
  }
}

function decodeOtherBytes(bytes: Uint8Array, formatName: FormatName): DecodeResult {
  if (formatName === 'properties') {
    return { kind: 'decoded', text: decodeLatin1(bytes), encoding: 'iso-8859-1' };
  }
  const littleEndian = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (littleEndian || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    if (formatName !== 'text')
      return { kind: 'undecodable', reason: 'the file is UTF-16; the server reads UTF-8' };
    if (bytes.length % 2 === 0) {
      const encoding = littleEndian ? 'utf-16le-bom' : 'utf-16be-bom';
      return { kind: 'decoded', text: decodeUtf16(bytes, littleEndian), encoding };
    }
  }
  if (formatName === 'toml') {
    return {
      kind: 'undecodable',
      reason: 'the file holds bytes that are no UTF-8, which TOML does not allow',
    };
  }
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = decodeWithSurrogates(marked ? bytes.subarray(3) : bytes);
  return { kind: 'decoded', text, encoding: marked ? 'utf-8-bom' : 'utf-8' };
}

/** Longest text built by one call; engines bound the number of arguments. */
const CHUNK = 8192;

function decodeLatin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += CHUNK) {
    parts.push(String.fromCharCode(...bytes.subarray(start, start + CHUNK)));
  }
  return parts.join('');
}

function decodeUtf16(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let start = 2; start < bytes.length; start += CHUNK) {
    const units: number[] = [];
    for (let at = start; at < Math.min(start + CHUNK, bytes.length); at += 2) {
      units.push(view.getUint16(at, littleEndian));
    }
    parts.push(String.fromCharCode(...units));
  }
  return parts.join('');
}

function encodeUtf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(2 + 2 * text.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, littleEndian);
  for (let index = 0; index < text.length; index += 1) {
    view.setUint16(2 + 2 * index, text.charCodeAt(index), littleEndian);
  }
  return bytes;
}

function decodeWithSurrogates(bytes: Uint8Array): string {
  const parts: string[] = [];
  let valid = 0;
  let index = 0;
  while (index < bytes.length) {
    const length = sequenceLength(bytes, index);
    if (length > 0) {
      index += length;
      continue;
    }
    if (index > valid) parts.push(STRICT.decode(bytes.subarray(valid, index)));
    const end = endOfInvalid(bytes, index);
    parts.push(String.fromCharCode(...Array.from(bytes.subarray(index, end), (byte) => 0xdc00 + byte)));
    index = end;
    valid = end;
  }
  if (valid < bytes.length) parts.push(STRICT.decode(bytes.subarray(valid)));
  return parts.join('');
}

/** The end of a run of bytes that start no character, at most one chunk long. */
function endOfInvalid(bytes: Uint8Array, start: number): number {
  let end = start + 1;
  while (end < bytes.length && end - start < CHUNK && sequenceLength(bytes, end) === 0) end += 1;
  return end;
}

/** The length of the well-formed UTF-8 sequence at an offset, or 0. */
function sequenceLength(bytes: Uint8Array, index: number): number {
  const first = bytes[index] ?? 0;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first < 0xe0
      ? 2
      : first >= 0xe0 && first < 0xf0
        ? 3
        : first >= 0xf0 && first < 0xf5
          ? 4
          : 0;
  for (let offset = 1; offset < length; offset += 1) {
    if (((bytes[index + offset] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  const second = bytes[index + 1] ?? 0;
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second > 0x9f) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  if (first === 0xf4 && second > 0x8f) return 0;
  return length;
}

const LONE_SURROGATE = /\p{Surrogate}/u;

function encodeUtf8(text: string): Uint8Array {
  if (!LONE_SURROGATE.test(text)) return UTF_8.encode(text);
  const parts: Uint8Array[] = [];
  for (const piece of text.split(/([\udc80-\udcff])/u)) {
    const code = piece.length === 1 ? piece.charCodeAt(0) : 0;
    parts.push(code >= 0xdc80 && code <= 0xdcff ? Uint8Array.of(code - 0xdc00) : UTF_8.encode(piece));
  }
  return joinBytes(parts);
}

function encodeLatin1(text: string): Uint8Array {
  const escaped = text.replace(/[\u0100-\uffff]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
  return Uint8Array.from(escaped, (character) => character.charCodeAt(0));
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
