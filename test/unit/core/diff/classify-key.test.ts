import { describe, expect, it } from 'vitest';
import { classifyKey } from '../../../../src/core/diff/classify-key.ts';
import { desiredText, liveText } from '../../../../src/core/diff/fingerprint-text.ts';
import type { ConfigValue } from '../../../../src/core/model/config-value.ts';
import type { LiveValue } from '../../../../src/core/model/drift.ts';
import type { DesiredValue } from '../../../../src/core/model/managed-file.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import { desiredKey, gone, have, plainFingerprint, want } from '../../../support/model-samples.ts';

function verdict(desired: DesiredValue, live: LiveValue, applied?: DesiredValue) {
  const key = desiredKey('a.b', desired);
  const text = applied === undefined ? undefined : desiredText('a.b', applied);
  return classifyKey(key, live, text === undefined ? undefined : plainFingerprint(text), plainFingerprint);
}

describe('the verdict on a key', () => {
  it('is in-sync when live, desired and applied agree', () => {
    expect(verdict(want(5n), have(5n), want(5n))).toBe('in-sync');
  });

  it('is converged when live equals desired and something else was applied', () => {
    expect(verdict(want(5n), have(5n), want(4n))).toBe('converged');
  });

  it('is converged when live equals desired and nothing was applied yet', () => {
    expect(verdict(want(5n), have(5n))).toBe('converged');
  });

  it('is unadopted when they differ and nothing was applied', () => {
    expect(verdict(want(5n), have(4n))).toBe('unadopted');
  });

  it('is pending when live is still what was applied: Git moved', () => {
    expect(verdict(want(5n), have(4n), want(4n))).toBe('pending');
  });

  it('is drifted when desired is still what was applied: somebody edited the file', () => {
    expect(verdict(want(5n), have(6n), want(5n))).toBe('drifted');
  });

  it('is conflicting when both moved', () => {
    expect(verdict(want(5n), have(6n), want(4n))).toBe('conflicting');
  });

  it('takes absence for a value on every side', () => {
    expect(verdict({ kind: 'absent' }, gone, { kind: 'absent' })).toBe('in-sync');
    expect(verdict({ kind: 'absent' }, have(1n), { kind: 'absent' })).toBe('drifted');
    expect(verdict({ kind: 'absent' }, have(1n), want(1n))).toBe('pending');
    expect(verdict(want(1n), gone, want(1n))).toBe('drifted');
    expect(verdict(want(1n), gone, { kind: 'absent' })).toBe('pending');
  });

  it('never calls a section equal to a value', () => {
    expect(verdict(want(1n), { kind: 'section' }, want(1n))).toBe('drifted');
    expect(verdict({ kind: 'absent' }, { kind: 'section' })).toBe('unadopted');
  });

  it('compares secrets by value without showing them', () => {
    const secret = { kind: 'secret', secret: new Secret<ConfigValue>('s3cr3t') } as const;
    expect(verdict(secret, have('s3cr3t'), secret)).toBe('in-sync');
    expect(verdict(secret, have('other'), secret)).toBe('drifted');
    expect(JSON.stringify(secret)).not.toContain('s3cr3t');
  });

  it('never calls a key in sync whose secret this host does not have', () => {
    const unresolved = { kind: 'unresolved', secretNames: ['DB_PASSWORD'] } as const;
    expect(verdict(unresolved, have('x'))).toBe('unadopted');
    expect(verdict(unresolved, have('x'), want('x'))).toBe('pending');
  });
});

describe('comparing values', () => {
  const equal = (a: ConfigValue, b: ConfigValue) => verdict(want(a), have(b)) === 'converged';

  it('`1` and `1.0` are equal by numeric value; `1` and `true`, `"1"` and `1` are different', () => {
    expect(equal(1, 1n)).toBe(true);
    expect(equal(1n, 1)).toBe(true);
    expect(equal(1n, true)).toBe(false);
    expect(equal('1', 1n)).toBe(false);
  });

  it('comparison is case-sensitive and type-strict', () => {
    expect(equal('Secret', 'sEcReT')).toBe(false);
    expect(equal(null, 'none')).toBe(false);
    expect(equal(true, 1n)).toBe(false);
    expect(equal(null, '')).toBe(false);
  });

  it('keeps the order of lists and ignores the order of maps', () => {
    expect(equal(['a', 'b'], ['b', 'a'])).toBe(false);
    expect(
      equal(
        new Map([
          ['a', 1n],
          ['b', 2n],
        ]),
        new Map([
          ['b', 2n],
          ['a', 1n],
        ]),
      ),
    ).toBe(true);
  });

  it('gives equal values equal fingerprints, and different ones different', () => {
    expect(desiredText('k', want(2))).toBe(liveText('k', have(2n)));
    expect(desiredText('k', want('2'))).not.toBe(liveText('k', have(2n)));
    expect(desiredText('k', { kind: 'absent' })).toBe(liveText('k', gone));
  });

  it('does not lose big whole numbers', () => {
    expect(equal(9007199254740993n, 9007199254740992n)).toBe(false);
    expect(equal(9007199254740993n, 9007199254740992)).toBe(false);
  });
});
