import { describe, expect, it } from 'vitest';
import { createCronCalendar } from '../../../../src/adapters/clock/index.ts';
import {
  type ActivationPolicy,
  CAREFUL_ACTIVATION,
  type MaintenanceWindow,
  type RestartPolicy,
} from '../../../../src/core/model/policy.ts';
import type { ServerLook } from '../../../../src/core/model/server-look.ts';
import { decideMoment, isEmpty, type MomentInput } from '../../../../src/core/plan/decide-moment.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 15, 12, 0, 0);
const calendar = createCronCalendar();

const at = (hour: number, hours = 1): MaintenanceWindow => ({
  cron: `0 ${hour} * * *`,
  durationMillis: hours * HOUR,
  timezone: 'UTC',
});
const OPEN = at(11, 2);
const CLOSED = at(18);

const LOOKS: Readonly<Record<string, Pick<ServerLook, 'state' | 'players'>>> = {
  nobody: { state: 'ready', players: 0 },
  one: { state: 'ready', players: 1 },
  five: { state: 'ready', players: 5 },
  unknown: { state: 'ready', players: undefined },
  sleeping: { state: 'sleeping', players: undefined },
};

interface Question extends Partial<Omit<ActivationPolicy, 'restart'>> {
  readonly restart: RestartPolicy;
  readonly look?: Pick<ServerLook, 'state' | 'players'> | undefined;
  readonly waitedMillis?: number;
  readonly isOrdered?: boolean;
  readonly now?: number;
}

function inputOf({ look, waitedMillis = 0, isOrdered = false, now = NOW, ...policy }: Question): MomentInput {
  return {
    policy: { ...CAREFUL_ACTIVATION, ...policy },
    look: look ?? { state: 'ready', players: 5 },
    now,
    since: now - waitedMillis,
    isOrdered,
    matches: (cron, timezone, when) => calendar.matches(cron, timezone, when),
  };
}

const decide = (question: Question) => decideMoment(inputOf(question));

/** `open`, `forced`, or what is waited for. */
function word(question: Question): string {
  const moment = decide(question);
  if (moment.kind === 'wait') return moment.why;
  return moment.isForced ? 'forced' : 'open';
}

function latest(question: Question): string | undefined {
  const moment = decide(question);
  if (moment.kind === 'open') return 'open';
  return moment.latestAt === undefined ? undefined : new Date(moment.latestAt).toISOString().slice(0, 16);
}

const KINDS: Readonly<Record<string, RestartPolicy>> = {
  now: { kind: 'now' },
  'when-empty': { kind: 'when-empty' },
  'below 3': { kind: 'below', players: 3 },
  window: { kind: 'window' },
  manual: { kind: 'manual' },
};
const WINDOWS: Readonly<Record<string, MaintenanceWindow | undefined>> = {
  none: undefined,
  open: OPEN,
  closed: CLOSED,
};

const rows = [
  // restart      window    delay is  nobody   one        five       unknown    sleeping
  ['now          none      ahead     open     open       open       open       open'],
  ['now          none      over      open     open       open       open       open'],
  ['now          closed    ahead     open     open       open       open       open'],
  ['when-empty   none      ahead     open     players    players    players    open'],
  ['when-empty   none      over      open     forced     forced     forced     open'],
  ['when-empty   open      ahead     open     players    players    players    open'],
  ['when-empty   open      over      open     forced     forced     forced     open'],
  ['when-empty   closed    ahead     open     players    players    players    open'],
  ['when-empty   closed    over      open     players    players    players    open'],
  ['below 3      none      ahead     open     open       players    players    open'],
  ['below 3      none      over      open     open       forced     forced     open'],
  ['below 3      open      over      open     open       forced     forced     open'],
  ['below 3      closed    over      open     open       players    players    open'],
  ['window       open      ahead     open     open       open       open       open'],
  ['window       open      over      open     open       open       open       open'],
  ['window       closed    ahead     window   window     window     window     window'],
  ['window       closed    over      forced   forced     forced     forced     forced'],
  ['window       none      ahead     window   window     window     window     window'],
  ['manual       none      ahead     order    order      order      order      order'],
  ['manual       none      over      order    order      order      order      order'],
  ['manual       open      over      order    order      order      order      order'],
].map(([row = '']) => row.split(/\s{2,}/));

function questionsOf([restart = '', window = '', delay = '']: readonly string[]) {
  return Object.values(LOOKS).map((look) => ({
    restart: KINDS[restart] as RestartPolicy,
    window: WINDOWS[window],
    maxDelayMillis: HOUR,
    waitedMillis: delay === 'over' ? HOUR : HOUR - 1,
    look,
  }));
}

describe('the moment to stop a running server', () => {
  it.each(rows)('by %s, window %s, delay %s: %s, %s, %s, %s, %s', (...row) => {
    expect(questionsOf(row).map(word)).toEqual(row.slice(3));
  });

  it.each(rows)('by %s, window %s, delay %s never comes in a time that is denied', (...row) => {
    const denied = questionsOf(row).map((question) => word({ ...question, deny: [at(3), at(12)] }));
    expect(denied).toEqual(Array(5).fill('denied'));
    const later = questionsOf(row).map((question) => word({ ...question, deny: [at(13)] }));
    expect(later).toEqual(row.slice(3));
  });

  it.each(rows)('by %s, window %s, delay %s is hurried by an order only where it is awaited', (...row) => {
    const ordered = questionsOf(row).map((question) => word({ ...question, isOrdered: true }));
    expect(ordered).toEqual(row[0] === 'manual' ? Array(5).fill('open') : row.slice(3));
    const denied = questionsOf(row).map((question) => word({ ...question, isOrdered: true, deny: [at(12)] }));
    expect(denied).toEqual(Array(5).fill('denied'));
  });

  it('never comes by delay where none is given', () => {
    const waitedMillis = 1000 * HOUR;
    const maxDelayMillis = undefined;
    expect(word({ restart: { kind: 'when-empty' }, maxDelayMillis, waitedMillis })).toBe('players');
    expect(word({ restart: { kind: 'window' }, window: CLOSED, maxDelayMillis, waitedMillis })).toBe(
      'window',
    );
  });

  it('below one player is an empty server', () => {
    const restart = { kind: 'below', players: 1 } as const;
    expect(word({ restart, look: LOOKS['nobody'] })).toBe('open');
    expect(word({ restart, look: LOOKS['one'] })).toBe('players');
  });

  it('below so many does not count that number itself', () => {
    expect(word({ restart: { kind: 'below', players: 5 }, look: LOOKS['five'] })).toBe('players');
    expect(word({ restart: { kind: 'below', players: 6 }, look: LOOKS['five'] })).toBe('open');
  });

  it('takes a clock that went back for no time waited', () => {
    const restart = { kind: 'when-empty' } as const;
    expect(word({ restart, maxDelayMillis: HOUR, waitedMillis: -5 * HOUR })).toBe('players');
  });
});

describe('an empty server', () => {
  it.each([
    [{ state: 'ready', players: 0 }, true],
    [{ state: 'sleeping', players: undefined }, true],
    [{ state: 'ready', players: 1 }, false],
    [{ state: 'ready', players: undefined }, false],
    [{ state: 'unknown', players: undefined }, false],
  ] as const)('%o: %s', (look, expected) => {
    expect(isEmpty(look)).toBe(expected);
  });
});

describe('the latest time of a restart', () => {
  const empty = { kind: 'when-empty' } as const;
  const inWindow = { kind: 'window' } as const;

  it.each<[string, Question, string | undefined]>([
    ['is open without a bound', { restart: empty }, undefined],
    [
      'is the end of the delay',
      { restart: empty, maxDelayMillis: 6 * HOUR, waitedMillis: HOUR },
      '2026-01-15T17:00',
    ],
    [
      'is the first opening after the delay',
      { restart: empty, maxDelayMillis: HOUR, window: at(4) },
      '2026-01-16T04:00',
    ],
    [
      'is the end of the delay where the window is open then',
      { restart: empty, maxDelayMillis: 6.5 * HOUR, window: CLOSED },
      '2026-01-15T18:30',
    ],
    [
      'is the next opening where the delay is over',
      { restart: empty, maxDelayMillis: HOUR, waitedMillis: 2 * HOUR, window: CLOSED },
      '2026-01-15T18:00',
    ],
    ['is the window’s opening', { restart: inWindow, window: CLOSED }, '2026-01-15T18:00'],
    [
      'is the end of the delay where the window opens later',
      { restart: inWindow, window: CLOSED, maxDelayMillis: 2 * HOUR },
      '2026-01-15T14:00',
    ],
    [
      'is the window’s opening where the delay ends later',
      { restart: inWindow, window: CLOSED, maxDelayMillis: 20 * HOUR },
      '2026-01-15T18:00',
    ],
    [
      'is not known of a window that does not open within a week',
      { restart: inWindow, window: { ...CLOSED, cron: '0 4 29 2 *' } },
      undefined,
    ],
    ['is not known of an order', { restart: { kind: 'manual' }, maxDelayMillis: HOUR }, undefined],
    [
      'is the end of the delay where it is denied now',
      { restart: empty, maxDelayMillis: 6 * HOUR, deny: [at(12)] },
      '2026-01-15T18:00',
    ],
    [
      'is not known where it is denied and the delay is over',
      { restart: empty, maxDelayMillis: HOUR, waitedMillis: 2 * HOUR, deny: [at(12)] },
      undefined,
    ],
    [
      'is not known where it is denied and the window open',
      { restart: inWindow, window: OPEN, deny: [at(12)] },
      undefined,
    ],
  ])('%s', (_, question, expected) => {
    expect(latest(question)).toBe(expected);
  });

  it.each<[string, Question]>([
    ['for players', { restart: empty, maxDelayMillis: 6 * HOUR }],
    ['for players and a window', { restart: empty, maxDelayMillis: HOUR, window: CLOSED }],
    ['for a window', { restart: inWindow, window: CLOSED, maxDelayMillis: 20 * HOUR }],
    ['in a time that is denied', { restart: empty, maxDelayMillis: 10_000, deny: [at(12)] }],
  ])('stays the same from minute to minute while it waits %s', (_, question) => {
    const waits = [1, 2, 15, 40].map((minutes) => {
      const waitedMillis = minutes * 60_000;
      return latest({ ...question, now: NOW + waitedMillis, waitedMillis });
    });
    expect(new Set(waits).size).toBe(1);
  });
});
