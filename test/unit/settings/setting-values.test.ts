import { describe, expect, it } from 'vitest';
import {
  isEvery,
  isLoopbackListen,
  isWithin,
  parseEvery,
  parseListen,
  parsePercent,
} from '../../../src/settings/setting-values.ts';

describe('when something is done', () => {
  it.each(['10s', '1m', '1h30m', '7d', '*/5 * * * *', '0 4 * * 1-5', '0 4 * * mon'])('reads %s', (text) => {
    expect(isEvery(text)).toBe(true);
  });

  it.each(['', '60', '1.5h', '-1m', 'm', '5 minutes', '61 * * * *', '0 0 31 2 *', '@daily', '* * * *'])(
    'refuses %j',
    (text) => {
      expect(isEvery(text)).toBe(false);
    },
  );

  it('refuses a cron expression with seconds, which could fire each second', () => {
    expect(isEvery('* * * * * *')).toBe(false);
  });

  it('bounds durations from both sides and lets cron be', () => {
    expect(isWithin('9s', 10_000)).toBe(false);
    expect(isWithin('10s', 10_000)).toBe(true);
    expect(isWithin('7d', 10_000)).toBe(true);
    expect(isWithin('7d1s', 10_000)).toBe(false);
    expect(isWithin('* * * * *', 3_600_000)).toBe(true);
  });

  it('gives intervals in milliseconds and cron with its time zone', () => {
    expect(parseEvery('1h30m', 'UTC')).toEqual({ kind: 'interval', millis: 5_400_000 });
    expect(parseEvery('0 4 * * *', 'Europe/Helsinki')).toEqual({
      kind: 'cron',
      expression: '0 4 * * *',
      timezone: 'Europe/Helsinki',
    });
    expect(parsePercent('10%')).toBe(0.1);
  });
});

describe('where the agent listens', () => {
  it.each([
    ['127.0.0.1:9180', { host: '127.0.0.1', port: 9180 }],
    ['127.8.8.8:1', { host: '127.8.8.8', port: 1 }],
    ['[::1]:0', { host: '::1', port: 0 }],
    ['localhost:65535', { host: 'localhost', port: 65_535 }],
  ])('may be %s', (text, expected) => {
    expect(isLoopbackListen(text)).toBe(true);
    expect(parseListen(text)).toEqual(expected);
  });

  it.each([
    '0.0.0.0:9180',
    '[::]:9180',
    ':9180',
    '9180',
    '192.0.2.7:9180',
    '127.0.0.1',
    '127.0.0.1:65536',
    '127.0.0.1.example.org:9180',
    'localhost.example.org:9180',
    '::1:9180',
  ])('is not on this machine alone with %s', (text) => {
    expect(isLoopbackListen(text)).toBe(false);
  });
});
