import { describe, expect, it } from 'vitest';
import { findMissingLine, type Names, translate } from './compare-output.ts';

const compare = (shown: string, printed: string, names: Names = new Map()) =>
  findMissingLine(shown.split('\n'), printed, names);

describe('comparing what a document shows with what a command prints', () => {
  it('wants every line, and no other', () => {
    expect(compare('a\nb', 'a\nb\n')).toBeUndefined();
    expect(compare('a\nb', 'a\nc\nb')).toBe('b');
    expect(compare('a', 'a\nb')).toContain('b');
    expect(compare('a\nb', 'a')).toBe('b');
  });

  it('lets … stand for any lines', () => {
    expect(compare('a\n…\nc', 'a\nb\n\nc')).toBeUndefined();
    expect(compare('…\nc', 'a\nb\nc')).toBeUndefined();
    expect(compare('a\n…', 'a\nb')).toBeUndefined();
    expect(compare('…\nd', 'a\nb')).toBe('d');
  });

  it('takes ids and times for equal, and uses those of this run from then on', () => {
    const names: Names = new Map();
    const shown = 'Plan a44bd0595e02 at 2026-11-22 21:07:07Z, run 20261122-210707-772-422078.1';
    const printed = 'Plan 0123456789ab at 2027-01-01 00:00:00Z, run 20270101-000000-000-abcdef.2';
    expect(compare(shown, printed, names)).toBeUndefined();
    expect(translate('apply --plan a44bd0595e02', names)).toBe('apply --plan 0123456789ab');
    expect(translate('rollback 20261122-210707-772-422078.1', names)).toBe(
      'rollback 20270101-000000-000-abcdef.2',
    );
  });

  it('takes numbers and words for what they are', () => {
    expect(compare('3 keys', '4 keys')).toBe('3 keys');
    expect(compare('Plan a44bd0595e02 for frost', 'Plan a44bd0595e02 for ember')).not.toBeUndefined();
  });
});
