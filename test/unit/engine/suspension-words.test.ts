import { describe, expect, it } from 'vitest';
import { resumeCommand, scopeText, utcText } from '../../../src/engine/orders/suspension-words.ts';

describe('the words of a suspension', () => {
  it('name what is paused, and the one command that ends all of it', () => {
    const scopes = [
      { kind: 'fleet' },
      { kind: 'host', name: 'alpha' },
      { kind: 'instance', name: 'alpha/TOW01' },
      { kind: 'plugin', name: 'My Chairs' },
    ] as const;
    expect(scopes.map(scopeText)).toEqual([
      'the whole fleet',
      'host alpha',
      'instance TOW01',
      'plugin My Chairs',
    ]);
    expect(resumeCommand(scopes)).toBe(
      'homeamp resume --fleet --this-host --instance TOW01 --plugin "My Chairs"',
    );
  });

  it('tell a time to the minute, and to the second where that matters', () => {
    expect(utcText(Date.UTC(2026, 11, 1, 8))).toBe('2026-12-01 08:00 UTC');
    expect(utcText(Date.UTC(2026, 11, 1, 8, 0, 30, 999))).toBe('2026-12-01 08:00:30 UTC');
  });
});
