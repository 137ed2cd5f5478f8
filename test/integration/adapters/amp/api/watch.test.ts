import { describe, expect, it } from 'vitest';
import { startRawAmp } from './raw-amp.ts';

async function lookAt(status: object) {
  const amp = await startRawAmp({ 'Core/GetStatus': { body: status } });
  return { look: await amp.operator.watch.look('TOW01'), now: amp.clock.time };
}

describe('what a server does', () => {
  it.each<readonly [number, string, RegExp]>([
    [-1, 'unknown', /not found out/],
    [0, 'stopped', /^$/],
    [5, 'starting', /^$/],
    [7, 'starting', /^$/],
    [10, 'starting', /^$/],
    [20, 'ready', /^$/],
    [30, 'stopping', /^$/],
    [40, 'stopping', /^$/],
    [45, 'sleeping', /^$/],
    [50, 'sleeping', /^$/],
    [60, 'busy', /waits/],
    [70, 'busy', /installs/],
    [75, 'busy', /updates/],
    [80, 'busy', /question/],
    [100, 'failed', /^$/],
    [200, 'stopped', /suspended/],
    [250, 'busy', /maintenance/],
    [999, 'unknown', /can not tell/],
    [31, 'unknown', /does not know/],
    [-7, 'unknown', /does not know/],
    [1e300, 'unknown', /does not know/],
  ])('is told by AMP’s number %d: %s', async (number, state, detail) => {
    const { look } = await lookAt({ State: number, Uptime: '00:00:00', Metrics: {} });
    expect(look.state).toBe(state);
    expect(look.detail).toMatch(detail);
  });
});

describe('how many play', () => {
  const playing = (RawValue: unknown) => ({
    State: 20,
    Metrics: { 'Active Users': { RawValue, MaxValue: 40 } },
  });

  it.each([0, 3, 250])('is what AMP counts: %d', async (count) => {
    expect((await lookAt(playing(count))).look.players).toBe(count);
  });

  it.each<readonly [string, object]>([
    ['there are no metrics', { State: 20 }],
    ['there are other metrics', { State: 20, Metrics: { TPS: { RawValue: 20 } } }],
    ['the metric has no value', { State: 20, Metrics: { 'Active Users': {} } }],
    ['the value is a text', playing('3')],
    ['the value is null', playing(null)],
    ['the value is negative', playing(-1)],
    ['the value is no whole number', playing(1.5)],
    ['the metrics are a list', { State: 20, Metrics: [] }],
  ])('is not known where %s', async (_why, status) => {
    const { look } = await lookAt(status);
    expect(look).toMatchObject({ state: 'ready', players: undefined });
  });
});

describe('when a server began', () => {
  const SECOND = 1000;
  const HOUR = 3600 * SECOND;

  it.each<readonly [string, number]>([
    ['00:00:00', 0],
    ['1:02:03', HOUR + 123 * SECOND],
    ['23:59:59', 24 * HOUR - SECOND],
    ['2:01:00:05', 49 * HOUR + 5 * SECOND],
    ['2.01:00:05', 49 * HOUR + 5 * SECOND],
    ['10.00:00:00.1234567', 240 * HOUR],
    ['00:00:09.5', 9 * SECOND],
    [' 00:00:09 ', 9 * SECOND],
  ])('follows from its uptime %s', async (Uptime, millis) => {
    const { look, now } = await lookAt({ State: 20, Uptime });
    expect(look.startedAt).toBe(now - millis);
  });

  it.each<readonly [string, unknown]>([
    ['is missing', undefined],
    ['is empty', ''],
    ['is a number', 5],
    ['is of two fields', '10:05'],
    ['has more than a day of hours', '30:00:00'],
    ['has sixty minutes', '1:60:00'],
    ['has sixty seconds', '1:00:60'],
    ['is negative', '-1:00:00'],
    ['is of five fields', '1:1:1:01:01'],
    ['is in words', '3 hours'],
  ])('is not known where the uptime %s', async (_why, Uptime) => {
    expect((await lookAt({ State: 20, Uptime })).look.startedAt).toBeUndefined();
  });

  it.each([0, 100, 200, 50])('is not asked of one that is down, in state %d', async (State) => {
    expect((await lookAt({ State, Uptime: '1:00:00' })).look.startedAt).toBeUndefined();
  });
});
