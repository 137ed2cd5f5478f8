import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../../src/adapters/log/index.ts';
import type { LogFields } from '../../../../src/ports/log.ts';

const AT = Date.UTC(2026, 0, 15, 10, 20, 30, 4);

function lineOf(format: 'json' | 'text', message: string, fields?: LogFields): string {
  let written = '';
  const log = createLog({ format, now: () => AT, write: (line) => (written += line) });
  log.info(message, fields);
  return written;
}

// What a log must never hold beside the end of its line.
const STEERS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;

describe('the log', () => {
  it('writes JSON lines for machines', () => {
    expect(lineOf('json', 'A pass is done', { millis: 12, isFirst: true, revision: 'a1b2' })).toBe(
      '{"at":"2026-01-15T10:20:30.004Z","level":"info","message":"A pass is done","millis":12,"isFirst":true,"revision":"a1b2"}\n',
    );
  });

  it('writes lines for people, quoting what could be taken for another field', () => {
    expect(lineOf('text', 'A pass is done', { wants: 'pulls,scan', waiting: 'no review', empty: '' })).toBe(
      '2026-01-15T10:20:30.004Z info  A pass is done wants=pulls,scan waiting="no review" empty=""\n',
    );
  });

  it('tells levels apart', () => {
    const lines: string[] = [];
    const log = createLog({ format: 'text', now: () => AT, write: (line) => lines.push(line) });
    log.warn('one');
    log.error('two');
    expect(lines.map((line) => line.split(' ')[1])).toEqual(['warn', 'error']);
  });

  it('lets no field take the place of time, level or message', () => {
    const fields = { level: 'error', at: 'never', message: 'All is well' };
    expect(JSON.parse(lineOf('json', 'A pass failed', fields))).toEqual({
      at: '2026-01-15T10:20:30.004Z',
      level: 'info',
      message: 'A pass failed',
    });
  });

  it('lets no value begin a line, or a field, of its own', () => {
    const hostile = 'x\n2026-01-15T10:20:31.000Z error forged=yes';
    const text = lineOf('text', hostile, { reason: hostile, other: 'a"b forged=1' });
    expect(text.split('\n')).toHaveLength(2);
    expect(text).toContain('x\\u{a}2026');
    expect(text).toContain('other="a\\"b forged=1"');
    expect(JSON.parse(lineOf('json', hostile, { reason: hostile }))).toMatchObject({ reason: hostile });
  });

  it.each(['json', 'text'] as const)('is one harmless line as %s, whatever it is given', (format) => {
    const anyText = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(anyText, anyText, anyText, (message, name, value) => {
        const line = lineOf(format, `\u001b[2J\u202e${message}`, {
          [`f${name}`]: `\u2028\u200b\ud800${value}`,
        });
        expect(line.endsWith('\n')).toBe(true);
        expect(line.slice(0, -1)).not.toMatch(STEERS);
      }),
    );
  });

  it('keeps every text in JSON as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(JSON.parse(lineOf('json', 'x', { value })).value).toBe(value);
      }),
    );
  });

  it('cuts what is too long', () => {
    expect(lineOf('json', 'x'.repeat(1e6), { value: 'y'.repeat(1e6) }).length).toBeLessThan(4_200);
  });
});
