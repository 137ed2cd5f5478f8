import { describe, expect, it } from 'vitest';
import { readReportedValue } from '../../../../../src/core/onramp/adopt/read-reported-value.ts';

const codeOf = (told: unknown) => {
  const read = readReportedValue(told);
  return read.kind === 'left' ? read.why.code : read.kind;
};

describe('reading a live value from a report', () => {
  it('takes what can be told exactly', () => {
    expect(readReportedValue({ absent: true })).toEqual({ kind: 'absent' });
    expect(readReportedValue({ value: 5 })).toEqual({ kind: 'value', value: 5n });
    expect(readReportedValue({ value: 0.5 })).toEqual({ kind: 'value', value: 0.5 });
    expect(readReportedValue({ value: [null, 'x', { a: true }] })).toEqual({
      kind: 'value',
      value: [null, 'x', new Map([['a', true]])],
    });
  });

  it('leaves secrets, sections and whole files', () => {
    expect(codeOf({ secret: true })).toBe('secret');
    expect(codeOf({ section: true })).toBe('section');
    expect(codeOf({ wholeFile: { lines: 3 } })).toBe('not-in-report');
  });

  it('leaves what stands for several values', () => {
    for (const value of [
      'NaN',
      '-Infinity',
      '12345678901234567890',
      { timestamp: 'x' },
      [{ secret: true }],
    ]) {
      expect(codeOf({ value })).toBe('unclear-in-report');
    }
  });

  it('leaves what is no value at all', () => {
    for (const told of [undefined, null, 5, [], {}, { vale: 1 }])
      expect(codeOf(told)).toBe('unclear-in-report');
  });
});
