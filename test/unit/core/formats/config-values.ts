import fc from 'fast-check';
import type { ConfigValue } from '../../../../src/core/model/config-value.ts';
import { markLiterally, secretMark, variableMark } from '../../../../src/core/model/variable-reference.ts';

const PIECES = fc.oneof(
  fc
    .string({ unit: 'binary', maxLength: 6 })
    .map((text) => text.replace(/[\u{10FFF0}-\u{10FFF2}\uFDD0-\uFDD4]/gu, '')),
  fc.constantFrom(
    variableMark('PORT'),
    variableMark('PORT', -5n),
    secretMark('KEY'),
    markLiterally('{{NAME}}'),
    '{{player}}',
    '{{NAME}}',
    '\\',
    '{',
    '}',
    '_x0041_',
    "'",
    '"',
    '\n',
    '\r\n',
    '=1+1',
    ' ',
    '007',
    'true',
  ),
);

/** Marked texts of all the kinds that give trouble. */
const markedTexts: fc.Arbitrary<string> = fc.array(PIECES, { maxLength: 4 }).map((pieces) => pieces.join(''));

/** Values as marked sources hold them, nested at most a few levels. */
export const configValues: fc.Arbitrary<ConfigValue> = fc.letrec<{ value: ConfigValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    markedTexts,
    fc.constant(null),
    fc.boolean(),
    fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
    fc.integer().map(BigInt),
    fc.double(),
    fc.constantFrom<ConfigValue>(
      { kind: 'timestamp', text: '2026-01-31T12:00:00Z' },
      { kind: 'binary', base64: 'AAEC' },
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .dictionary(fc.string({ maxLength: 5 }), tie('value'), { maxKeys: 3 })
      .map((map) => new Map(Object.entries(map))),
  ),
})).value;
