import { describe, expect, it } from 'vitest';
import type { ConfigValue } from '../../../../src/core/model/config-value.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import { reportDesired, reportLive, reportValue, toJson } from '../../../../src/core/report/report-value.ts';
import { desiredKey, have, want } from '../../../support/model-samples.ts';

describe('a value for showing', () => {
  it('hides a secret, and what is live at its place', () => {
    const key = desiredKey('database.host', { kind: 'secret', secret: new Secret<ConfigValue>('hidden') });
    expect(reportDesired(key)).toEqual({ secret: true });
    expect(reportLive(key, have('older hidden'))).toEqual({ secret: true });
  });

  it('hides both sides of a key that names secrets this host lacks', () => {
    const key = desiredKey('database.host', { kind: 'unresolved', secretNames: ['DB'] });
    expect(reportDesired(key)).toEqual({ secret: true });
    expect(reportLive(key, have('x'))).toEqual({ secret: true });
  });

  it('hides keys with a credential name, whoever set them', () => {
    const key = desiredKey('mysql.password', want('in clear'));
    expect(reportDesired(key)).toEqual({ secret: true });
    expect(reportLive(key, have('live'))).toEqual({ secret: true });
  });

  it('hides credentials inside lists of maps', () => {
    const servers = [
      new Map<string, ConfigValue>([
        ['name', 'a'],
        ['api-token', 'hidden'],
      ]),
    ];
    expect(reportValue('servers', servers)).toEqual({
      value: [{ name: 'a', 'api-token': { secret: true } }],
    });
  });

  it('tells of absence and of sections', () => {
    expect(reportLive(desiredKey('a', want(1n)), { kind: 'absent' })).toEqual({ absent: true });
    expect(reportLive(desiredKey('a', want(1n)), { kind: 'section' })).toEqual({ section: true });
    expect(reportDesired(desiredKey('a', { kind: 'absent' }))).toEqual({ absent: true });
  });

  it('tells only the length of a whole file', () => {
    expect(reportValue('', 'a\nb\nc')).toEqual({ wholeFile: { lines: 3 } });
    expect(reportValue('', 'a\nb\n')).toEqual({ wholeFile: { lines: 2 } });
    expect(reportValue('', '')).toEqual({ wholeFile: { lines: 0 } });
  });

  it('writes whole numbers beyond 2^53 and floats that JSON lacks as text', () => {
    expect(toJson(9007199254740991n)).toBe(9007199254740991);
    expect(toJson(9007199254740993n)).toBe('9007199254740993');
    expect(toJson(-9007199254740993n)).toBe('-9007199254740993');
    expect(toJson(Number.NaN)).toBe('NaN');
    expect(toJson(1.5)).toBe(1.5);
  });

  it('keeps a key that is called __proto__ an ordinary one', () => {
    const json = toJson(new Map<string, ConfigValue>([['__proto__', new Map([['polluted', true]])]]));
    expect(JSON.stringify(json)).toBe('{"__proto__":{"polluted":true}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
