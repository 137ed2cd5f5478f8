import { describe, expect, it } from 'vitest';
import { createAnswerCache } from '../../../../src/adapters/forge/github/answer-cache.ts';
import { createRateLimit, isLimitRefusal } from '../../../../src/adapters/forge/github/rate-limit.ts';
import { TransientError } from '../../../../src/core/model/errors.ts';

const NOW = Date.UTC(2026, 4, 1, 12);
const SECONDARY = '{"message":"You have exceeded a secondary rate limit."}';
const reset = (seconds: number) => String(NOW / 1000 + seconds);

/** Seconds to wait after an answer; 0 when more may be asked. */
function waitAfter(status: number, headers: Readonly<Record<string, string>>, body = ''): number {
  const limit = createRateLimit({ now: () => NOW });
  limit.learn({ status, headers: new Headers(headers), body });
  try {
    limit.assertOpen();
    return 0;
  } catch (error) {
    if (!(error instanceof TransientError)) throw error;
    return (error.retryAfterMillis ?? 0) / 1000;
  }
}

describe('how long GitHub wants to be left alone', () => {
  it('is read from `retry-after`, as seconds or as a date', () => {
    expect(waitAfter(403, { 'retry-after': '7' })).toBe(7);
    expect(waitAfter(429, { 'retry-after': '0' })).toBe(1);
    expect(waitAfter(503, { 'retry-after': new Date(NOW + 30_000).toUTCString() })).toBe(30);
    expect(waitAfter(403, { 'retry-after': 'soon' })).toBe(60);
    expect(waitAfter(403, { 'retry-after': '-5' })).toBeGreaterThanOrEqual(1);
  });

  it('is read from the end of the hour when nothing remains', () => {
    expect(waitAfter(200, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset(120) })).toBe(120);
    expect(waitAfter(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset(-120) })).toBe(1);
    expect(waitAfter(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset(999_999) })).toBe(3600);
    expect(waitAfter(403, { 'x-ratelimit-remaining': '0' })).toBe(60);
  });

  it('is a minute when it is not said', () => {
    expect(waitAfter(429, {})).toBe(60);
    expect(waitAfter(403, { 'x-ratelimit-remaining': '10' }, SECONDARY)).toBe(60);
  });

  it('is nothing after other answers', () => {
    expect(waitAfter(200, { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': reset(120) })).toBe(0);
    expect(waitAfter(200, { 'retry-after': '60' })).toBe(0);
    expect(waitAfter(403, { 'x-ratelimit-remaining': '10' }, '{"message":"Must have admin rights"}')).toBe(0);
    expect(waitAfter(500, {})).toBe(0);
  });

  it('tells a limit from a missing permission', () => {
    const refusal = (headers: Readonly<Record<string, string>>, body = '') =>
      isLimitRefusal({ status: 403, headers: new Headers(headers), body });
    expect(refusal({ 'retry-after': '1' })).toBe(true);
    expect(refusal({ 'x-ratelimit-remaining': '0' })).toBe(true);
    expect(refusal({}, SECONDARY)).toBe(true);
    expect(refusal({ 'x-ratelimit-remaining': '4000' }, 'Resource not accessible')).toBe(false);
  });
});

describe('kept answers', () => {
  const answer = (body: string) => ({ etag: '"x"', body, headers: [] });

  it('are 500 at most, the least recently used dropped first', () => {
    const cache = createAnswerCache();
    for (let made = 0; made < 500; made += 1) cache.put(`/${made}`, answer('x'));
    expect(cache.get('/0')).toBeDefined();
    cache.put('/500', answer('x'));
    expect(cache.get('/0')).toBeDefined();
    expect(cache.get('/1')).toBeUndefined();
  });

  it('hold 32 Mi characters at most, counted once for each address', () => {
    const cache = createAnswerCache();
    const large = 'x'.repeat(10 * 1024 * 1024);
    for (let times = 0; times < 5; times += 1) cache.put('/same', answer(large));
    for (const url of ['/a', '/b']) cache.put(url, answer(large));
    expect(cache.get('/same')).toBeDefined();
    cache.put('/c', answer(large));
    expect([cache.get('/a'), cache.get('/b')].map((kept) => kept === undefined)).toEqual([true, false]);
    cache.clear();
    expect(cache.get('/c')).toBeUndefined();
  });
});
