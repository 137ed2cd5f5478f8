import { describe, expect, it } from 'vitest';
import { expiredPasses, passKey, timeOfPass } from '../../../../src/core/report/pass-keys.ts';

const NOW = 1_800_000_000_000;
const DAY = 86_400_000;
const at = (days: number, random = 'abcdef') => passKey('alpha', NOW - days * DAY, random);

describe('the key of a pass', () => {
  it('sorts newest first and tells its time', () => {
    const times = [NOW, NOW - 1, 0, NOW + DAY];
    const keys = times.map((time) => passKey('alpha', time, '00ff00'));
    expect(keys.toSorted().map((key) => timeOfPass('alpha', key))).toEqual([NOW + DAY, NOW, NOW - 1, 0]);
    expect(new Set(keys.map((key) => key.length)).size).toBe(1);
  });

  it.each([
    'beta/passes/8199999999999-abcdef.json',
    'alpha/status.json',
    'alpha/passes/8199999999999.json',
    'alpha/passes/8199999999999-abcdef.json.bak',
    'alpha/passes/../passes/8199999999999-abcdef.json',
    'xalpha/passes/8199999999999-abcdef.json',
  ])('is not %s', (key) => {
    expect(timeOfPass('alpha', key)).toBeUndefined();
  });
});

describe('what is dropped of old reports', () => {
  const rule = { now: NOW, keepMillis: 90 * DAY, atMost: 1000 };

  it('is what is older than it is to be kept, and never the newest', () => {
    expect(expiredPasses('alpha', [at(89), at(90), at(91), at(200)], rule)).toEqual([at(91), at(200)]);
    expect(expiredPasses('alpha', [at(200), at(300)], rule)).toEqual([at(300)]);
  });

  it('is what lies beyond the number, oldest first to go', () => {
    const keys = [at(1), at(2), at(3), at(4)];
    expect(expiredPasses('alpha', keys.toReversed(), { ...rule, atMost: 2 })).toEqual([at(3), at(4)]);
  });

  it('is nothing of other hosts and nothing that is no report of a pass', () => {
    const strange = [
      'alpha/status.json',
      'alpha/passes/x.json',
      passKey('beta', 0, 'abcdef'),
      'alpha/audit/a',
    ];
    expect(expiredPasses('alpha', [at(1), ...strange], { ...rule, keepMillis: 0 })).toEqual([]);
  });
});
