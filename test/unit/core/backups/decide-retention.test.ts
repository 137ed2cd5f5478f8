import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideImages,
  decideRetention,
  GRACE_MILLIS,
  type RetainedSet,
} from '../../../../src/core/backups/decide-retention.ts';

const DAY = 24 * 3_600_000;
const NOW = 1_000 * DAY;

const set = (id: string, days: number, more: Partial<RetainedSet> = {}): RetainedSet => ({
  id,
  instance: 'alpha/TOW01',
  of: 'snapshots',
  at: NOW - days * DAY,
  isOwn: true,
  isWhole: true,
  ...more,
});
const dropped = (sets: readonly RetainedSet[], atLeast = 1, needed: readonly string[] = []) =>
  decideRetention({ sets, rule: { keepMillis: 90 * DAY, atLeast }, needed: new Set(needed), now: NOW });

describe('the retention of backups', () => {
  it('drops what is old, and keeps the newest however old it is', () => {
    expect(dropped([set('a', 10), set('b', 100), set('c', 200)])).toEqual(['b', 'c']);
    expect(dropped([set('b', 100), set('c', 200)])).toEqual(['c']);
  });

  it('keeps so many of the newest of each instance', () => {
    const others = [set('x', 300, { instance: 'alpha/DEV01' }), set('y', 400, { instance: 'alpha/DEV01' })];
    expect(dropped([set('a', 100), set('b', 200), set('c', 300), ...others], 2)).toEqual(['c']);
  });

  it('keeps a set in the place of a newer one that has lost an image', () => {
    expect(dropped([set('a', 100, { isWhole: false }), set('b', 200), set('c', 300)])).toEqual(['a', 'c']);
  });

  it('does not let sets that somebody else signed push out those of the host', () => {
    const planted = [set('x', 1, { isOwn: false }), set('y', 2, { isOwn: false })];
    expect(dropped([...planted, set('a', 100), set('b', 200)])).toEqual(['b']);
  });

  it('keeps what is needed', () => {
    expect(dropped([set('a', 10), set('b', 100), set('c', 200)], 1, ['c'])).toEqual(['b']);
  });

  const anySet = fc.record({
    id: fc.uuid(),
    instance: fc.constantFrom('alpha/A', 'alpha/B'),
    of: fc.constantFrom('runs' as const, 'snapshots' as const),
    at: fc.integer({ min: 0, max: 2 * NOW }),
    isOwn: fc.boolean(),
    isWhole: fc.boolean(),
  });
  const anyInput = fc.record({
    sets: fc.uniqueArray(anySet, { selector: ({ id }) => id, maxLength: 40 }),
    rule: fc.record({
      keepMillis: fc.integer({ min: 0, max: NOW }),
      atLeast: fc.integer({ min: 0, max: 6 }),
    }),
    needs: fc.array(fc.nat(39), { maxLength: 5 }),
  });

  it('never drops what is young, needed, or the newest whole set of its kind, whatever the sets are', () => {
    fc.assert(
      fc.property(anyInput, ({ sets, rule, needs }) => {
        const needed = new Set(needs.flatMap((index) => sets[index]?.id ?? []));
        const gone = new Set(decideRetention({ sets, rule, needed, now: NOW }));
        for (const one of sets.filter(({ id }) => gone.has(id))) {
          expect(NOW - one.at).toBeGreaterThan(rule.keepMillis);
          expect(needed.has(one.id)).toBe(false);
        }
        for (const { instance, of, isOwn } of sets) {
          const alike = sets.filter((o) => o.instance === instance && o.of === of && o.isOwn === isOwn);
          const whole = alike.filter(({ isWhole }) => isWhole);
          const kept = whole.filter(({ id }) => !gone.has(id));
          expect(kept.length).toBeGreaterThanOrEqual(Math.min(whole.length, Math.max(1, rule.atLeast)));
          const newest = Math.max(...whole.map(({ at }) => at));
          if (whole.length > 0) expect(kept.some(({ at }) => at === newest)).toBe(true);
        }
      }),
    );
  });

  it('drops nothing more when it is asked again', () => {
    fc.assert(
      fc.property(anyInput, ({ sets, rule }) => {
        const decide = (given: readonly RetainedSet[]) =>
          new Set(decideRetention({ sets: given, rule, needed: new Set(), now: NOW }));
        const gone = decide(sets);
        expect(decide(sets.filter(({ id }) => !gone.has(id))).size).toBe(0);
      }),
    );
  });
});

describe('images without a name', () => {
  const decide = (since: number | undefined, named: readonly string[] = []) =>
    decideImages({
      listed: ['a'],
      named: new Set(named),
      unnamedSince: new Map(since === undefined ? [] : [['a', since]]),
      now: NOW,
    });

  it('stay for a day from the look that found them so, and go afterwards', () => {
    expect(decide(undefined)).toEqual({ drop: [], unnamedSince: new Map([['a', NOW]]) });
    expect(decide(NOW - GRACE_MILLIS)).toMatchObject({ drop: [] });
    expect(decide(NOW - GRACE_MILLIS - 1)).toEqual({ drop: ['a'], unnamedSince: new Map() });
  });

  it('stay and are forgotten once something names them', () => {
    expect(decide(NOW - 9 * DAY, ['a'])).toEqual({ drop: [], unnamedSince: new Map() });
  });

  it('begin their day anew when the clock went back', () => {
    expect(decide(NOW + DAY)).toEqual({ drop: [], unnamedSince: new Map([['a', NOW]]) });
  });
});
