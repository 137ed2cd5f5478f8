import { describe, expect, it } from 'vitest';
import { readEnd, readOrder, readScopes } from '../../../src/cli/read-order.ts';
import { MistakeError } from '../../../src/core/model/errors.ts';

const NOW = Date.UTC(2026, 10, 30, 12);

describe('when an order ends', () => {
  it('is a duration from now, a time with its zone, or not said', () => {
    expect(readEnd({ for: '1h30m' }, NOW)).toBe(Date.UTC(2026, 10, 30, 13, 30));
    expect(readEnd({ until: '2026-12-01T08:00Z' }, NOW)).toBe(Date.UTC(2026, 11, 1, 8));
    expect(readEnd({ until: '2026-12-01T08:00:30+02:00' }, NOW)).toBe(Date.UTC(2026, 11, 1, 6, 0, 30));
    expect(readEnd({}, NOW)).toBeUndefined();
  });

  it.each([
    ['both', { for: '2h', until: '2026-12-01T08:00Z' }],
    ['a time without its zone', { until: '2026-12-01T08:00' }],
    ['a day that is not there', { until: '2027-02-31T08:00Z' }],
    ['a time that is over', { until: '2026-11-30T11:59Z' }],
    ['no length', { for: '0s' }],
    ['a length in other words', { for: 'two hours' }],
    ['a length of decades', { for: '99999d' }],
  ])('can not be %s', (_, options) => {
    expect(() => readEnd(options, NOW)).toThrow(MistakeError);
  });
});

describe('why an order is given', () => {
  it('is kept on one line, without the full stop that sentences around it have', () => {
    expect(readOrder({ reason: '  new\n disks. ' }).reason).toBe('new disks');
  });

  it.each([undefined, '', ' . ', 'x'.repeat(201)])('must be said, and in a few words: %j', (reason) => {
    expect(() => readOrder(reason === undefined ? {} : { reason })).toThrow(MistakeError);
  });
});

describe('what an order is about', () => {
  it('is undefined when nothing is named, and whatever is named otherwise', () => {
    expect(readScopes({})).toBeUndefined();
    expect(readScopes({ thisHost: true, instance: ['TOW01', 'DEV01'], plugin: ['CMI'] })).toEqual({
      fleet: false,
      host: true,
      instances: ['TOW01', 'DEV01'],
      plugins: ['CMI'],
    });
  });
});
