import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, encodeText } from '../../../../src/core/formats/text-encoding.ts';
import { FORMAT_NAMES } from '../../../../src/core/model/format-name.ts';

const bytesOf = (...bytes: readonly number[]): Uint8Array => Uint8Array.from(bytes);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('decoding and encoding text', () => {
  it('gives back the same bytes, whatever they are', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 8 }),
      fc.string({ unit: 'binary' }).map(utf8),
      fc.constantFrom(
        bytesOf(0xef, 0xbb, 0xbf),
        bytesOf(0xff, 0xfe),
        bytesOf(0xfe, 0xff),
        bytesOf(0xed, 0xa0, 0x80),
        bytesOf(0xf0, 0x9f, 0x98),
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.constantFrom(...FORMAT_NAMES), (pieces, format) => {
        const bytes = Uint8Array.from(pieces.flatMap((part) => [...part]));
        const decoded = decodeText(bytes, format);
        if (decoded.kind === 'decoded') {
          expect([...encodeText(decoded.text, decoded.encoding)]).toEqual([...bytes]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('takes a byte order mark off and puts it back', () => {
    expect(decodeText(utf8('\ufeffa: 1'), 'yaml')).toEqual({
      kind: 'decoded',
      text: 'a: 1',
      encoding: 'utf-8-bom',
    });
    expect([...encodeText('a: 2', 'utf-8-bom')]).toEqual([0xef, 0xbb, 0xbf, ...utf8('a: 2')]);
  });

  it('keeps bytes that are no UTF-8 through an edit', () => {
    const decoded = decodeText(bytesOf(0x61, 0xe9, 0x0a, 0xc3, 0xa9), 'yaml');
    expect(decoded).toEqual({ kind: 'decoded', text: 'a\udce9\né', encoding: 'utf-8' });
    expect([...encodeText('b\udce9\né', 'utf-8')]).toEqual([0x62, 0xe9, 0x0a, 0xc3, 0xa9]);
  });

  it('reads a properties file with such bytes as ISO-8859-1, and escapes what that lacks', () => {
    const decoded = decodeText(bytesOf(0x61, 0x3d, 0xe9), 'properties');
    expect(decoded).toEqual({ kind: 'decoded', text: 'a=é', encoding: 'iso-8859-1' });
    expect([...encodeText('a=é€😀', 'iso-8859-1')]).toEqual([
      0x61,
      0x3d,
      0xe9,
      ...utf8('\\u20AC\\uD83D\\uDE00'),
    ]);
  });

  it('refuses such bytes in TOML, and UTF-16 where the server reads UTF-8', () => {
    expect(decodeText(bytesOf(0x61, 0xe9), 'toml').kind).toBe('undecodable');
    const utf16 = bytesOf(0xff, 0xfe, 0x61, 0x00);
    for (const format of ['yaml', 'json', 'hocon', 'toml', 'kvp'] as const) {
      expect(decodeText(utf16, format).kind).toBe('undecodable');
    }
    expect(decodeText(utf16, 'text')).toEqual({ kind: 'decoded', text: 'a', encoding: 'utf-16le-bom' });
    expect(decodeText(bytesOf(0xfe, 0xff, 0x00, 0x61), 'text')).toMatchObject({ encoding: 'utf-16be-bom' });
  });
});
