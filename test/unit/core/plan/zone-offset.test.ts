import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zoneOffsetMillis } from '../../../../src/core/plan/zone-offset.ts';

const MINUTE = 60_000;

const offset = (zone: string, at: string) => zoneOffsetMillis(zone, Date.parse(at)) / MINUTE;

describe('how far clocks are ahead of UTC', () => {
  it.each([
    ['Europe/Helsinki', '2026-03-29T00:59:59.999Z', 120],
    ['Europe/Helsinki', '2026-03-29T01:00:00.000Z', 180],
    ['Europe/Helsinki', '2026-10-25T00:59:59.999Z', 180],
    ['Europe/Helsinki', '2026-10-25T01:00:00.000Z', 120],
    ['America/New_York', '2026-03-08T06:59:59Z', -300],
    ['America/New_York', '2026-03-08T07:00:00Z', -240],
    ['Australia/Lord_Howe', '2026-10-03T15:29:59Z', 630],
    ['Australia/Lord_Howe', '2026-10-03T15:30:00Z', 660],
    ['Asia/Kathmandu', '2026-06-01T00:00:00Z', 345],
    ['Pacific/Kiritimati', '2026-12-31T23:59:59Z', 840],
    ['UTC', '2028-02-29T12:00:00Z', 0],
  ])('is in %s at %s %i minutes', (zone, at, minutes) => {
    expect(offset(zone, at)).toBe(minutes);
  });

  it('is what the runtime itself says, in any zone at any second', () => {
    const zones = [
      'Europe/Helsinki',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'Asia/Tehran',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(1995, 0, 1), max: Date.UTC(2060, 0, 1) }),
        (zone, at) => {
          const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
          const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
          const [, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name) ?? [];
          const expected = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
          expect(zoneOffsetMillis(zone, at) / MINUTE + 0).toBe(expected + 0);
        },
      ),
    );
  });
});
