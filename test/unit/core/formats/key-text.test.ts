import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKeyText, writeKeyText } from '../../../../src/core/formats/key-text.ts';

const SEGMENT = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.constantFrom('a.b', '"', '"a"', ' a', 'a ', '', 'a b', '\\', 'a"b', '_x0041_', 'ä'),
);

describe('a key’s path as text', () => {
  it('is read again as it was, on one line and without blanks at its ends', () => {
    fc.assert(
      fc.property(fc.array(SEGMENT, { minLength: 1, maxLength: 4 }), (path) => {
        const text = writeKeyText(path);
        expect(parseKeyText(text)).toEqual(path);
        expect(text).toBe(text.trim());
        expect(text).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 300 },
    );
  });

  it('looks as people write it wherever that is possible', () => {
    expect(writeKeyText(['web', 'port'])).toBe('web.port');
    expect(writeKeyText(['worlds', 'my.world', 'big size'])).toBe('worlds."my.world".big size');
  });
});
