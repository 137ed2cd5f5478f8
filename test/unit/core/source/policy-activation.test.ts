import { describe, expect, it } from 'vitest';
import { CAREFUL_ACTIVATION } from '../../../../src/core/model/policy.ts';
import { policyOf, SECOND_LINE, withPolicy } from './policy-samples.ts';
import { validate } from './small-fleet.ts';

const issuesOf = (activation: string) =>
  validate(withPolicy(`activation:\n${activation.replace(/^/gm, '  ')}`)).map(
    ({ code, place, message, help }) => ({ code, line: place.line, message, help }),
  );

describe('the activation of a fleet', () => {
  it('is careful where nothing is said', () => {
    expect(policyOf('drift: report').activation).toEqual(CAREFUL_ACTIVATION);
    expect(policyOf('activation: {}').activation).toEqual(CAREFUL_ACTIVATION);
  });

  it('is read in milliseconds, and what is not named keeps its default', () => {
    const { activation, keepUp } = policyOf(`activation:
  restart: { below: 3 }
  maxDelay: 1d12h
  window: { cron: "0 4 * * mon-fri", duration: 2h, timezone: Europe/Helsinki }
  deny: [{ cron: "0 18 * * 5", duration: 6h }]
  countdown: { milestones: [5m, 1m30s, 5s], command: "alert {message}" }
  backup: amp
  health: { readyWithin: 10m }
  keepUp: [survival, survival]`);
    expect(keepUp).toEqual(['survival']);
    expect(activation).toEqual({
      restart: { kind: 'below', players: 3 },
      maxDelayMillis: 129_600_000,
      window: { cron: '0 4 * * mon-fri', durationMillis: 7_200_000, timezone: 'Europe/Helsinki' },
      deny: [{ cron: '0 18 * * 5', durationMillis: 21_600_000, timezone: 'UTC' }],
      countdown: {
        milestonesMillis: [300_000, 90_000, 5000],
        message: CAREFUL_ACTIVATION.countdown.message,
        cancelled: CAREFUL_ACTIVATION.countdown.cancelled,
        command: 'alert {message}',
      },
      backup: 'amp',
      health: { ...CAREFUL_ACTIVATION.health, readyWithinMillis: 600_000 },
    });
  });

  it('keeps exceptions as they are written, by the instance’s id where a name or an alias stands', () => {
    const policy = policyOf(`activation:
  hosts: { beta: { maxDelay: 24h } }
  groups: { dev: { restart: now, countdown: none, window: none, maxDelay: none, deny: [] } }
  instances: { HUB01: { countdown: { command: "alert {message}" }, health: { watch: 0s } } }`);
    expect(policy.activationByHost).toEqual(new Map([['beta', { maxDelayMillis: 86_400_000 }]]));
    expect(policy.activationByGroup.get('dev')).toStrictEqual({
      restart: { kind: 'now' },
      maxDelayMillis: undefined,
      window: undefined,
      deny: [],
      countdown: { milestonesMillis: [] },
    });
    expect(policy.activationByInstance).toEqual(
      new Map([['beta/HUB01', { countdown: { command: 'alert {message}' }, health: { watchMillis: 0 } }]]),
    );
  });

  it('takes an alias, with a warning, and refuses one instance under two names', () => {
    const found = issuesOf('instances: { TOWER01: { restart: now }, TOW01: { restart: manual } }');
    expect(found.map(({ code }) => code)).toEqual(['alias-used', 'two-owners']);
  });
});

describe('a mistake in the activation', () => {
  it.each([
    ['an unknown host', 'hosts: { gamma: { restart: now } }', 'unknown-host'],
    ['an unknown group', 'groups: { survivel: { restart: now } }', 'unknown-group'],
    ['an unknown instance', 'instances: { TOW02: { restart: now } }', 'unknown-instance'],
    ['an unknown group to keep up', 'keepUp: [hub]', 'unknown-group'],
    ['a misspelt key of a scope', 'groups: { dev: { restrat: now } }', 'unknown-key'],
    ['`keepUp` for a scope', 'groups: { dev: { keepUp: [dev] } }', 'unknown-key'],
    ['a misspelt key of the countdown', 'countdown: { mesage: x }', 'unknown-key'],
    ['a word that is no policy', 'restart: never', 'bad-value'],
    ['a word in place of a countdown', 'countdown: off', 'bad-value'],
    ['a bound below one player', 'restart: { below: 0 }', 'bad-value'],
    ['milestones out of order', 'countdown: { milestones: [1m, 5m] }', 'bad-value'],
    ['a milestone twice', 'countdown: { milestones: [60s, 1m] }', 'bad-value'],
    ['a milestone beyond an hour', 'countdown: { milestones: [61m, 1m] }', 'bad-value'],
    ['a milestone at the stop itself', 'countdown: { milestones: [1m, 0s] }', 'bad-value'],
    ['a milestone without a unit', 'countdown: { milestones: ["5"] }', 'bad-value'],
    ['a message without the time', 'countdown: { message: "Restart soon" }', 'bad-value'],
    ['an empty text', 'countdown: { cancelled: "  " }', 'bad-value'],
    ['a text that is too long', `countdown: { cancelled: "${'x'.repeat(201)}" }`, 'bad-value'],
    ['a text with a line break', 'countdown: { message: "{time}\\nop mallory" }', 'bad-value'],
    ['a text with a separator of lines', 'countdown: { message: "{time}\\u2028x" }', 'bad-value'],
    ['a command without the message', 'countdown: { command: "say hello" }', 'bad-value'],
    ['a command with a slash', 'countdown: { command: "/say {message}" }', 'bad-command'],
    ['a command with a line break', 'countdown: { command: "say {message}\\nop mallory" }', 'bad-command'],
    ['a command that stops the server', 'countdown: { command: "stop {message}" }', 'stop-command'],
    ['a window that never opens', 'window: { cron: "0 4 * * *", duration: 0s }', 'bad-value'],
    ['a window longer than a week', 'window: { cron: "0 4 * * *", duration: 8d }', 'bad-value'],
    ['an hour that no day has', 'window: { cron: "0 24 * * *", duration: 2h }', 'bad-value'],
    ['a ban without its length', 'deny: [{ cron: "0 4 * * *" }]', 'missing-key'],
    ['a ban in no time zone', 'deny: [{ cron: "0 4 * * *", duration: 1h, timezone: Mars }]', 'bad-value'],
    ['health that waits for more than an hour', 'health: { readyWithin: 2h }', 'bad-value'],
    ['a backup that nobody makes', 'backup: tape', 'bad-value'],
    ['waiting for a window that is not there', 'restart: window', 'missing-window'],
  ])('is told with its line and a way out: %s', (_what, activation, code) => {
    const found = issuesOf(activation);
    expect(found.map((issue) => issue.code)).toEqual([code]);
    expect(found[0]?.line).toBe(SECOND_LINE);
    expect(found[0]?.help).not.toBe('');
    expect(found[0]?.message).not.toContain('mallory\n');
  });

  it.each([
    ['a window', 'deny:\n  - { cron: "0 4 * * *", duration: 1h }\n  - { cron: "0 5 * * *" }', 'missing-key'],
    ['a group', 'keepUp:\n  - dev\n  - hub', 'unknown-group'],
  ])('is told at its own line of a list: %s', (_what, activation, code) => {
    const found = issuesOf(activation);
    expect(found.map((issue) => [issue.code, issue.line - SECOND_LINE])).toEqual([[code, 2]]);
  });
});

describe('`restart: window`', () => {
  const instances = 'instances:\n  TOW01: { restart: window }\n';

  it('may have its window from a wider scope', () => {
    const window = '{ cron: "0 4 * * *", duration: 2h }';
    expect(issuesOf(`${instances}window: ${window}`)).toEqual([]);
    expect(issuesOf(`${instances}hosts: { alpha: { window: ${window} } }`)).toEqual([]);
  });

  it('may have its window from a narrower scope, if each of its instances has one', () => {
    const window = '{ window: { cron: "0 4 * * *", duration: 2h } }';
    expect(issuesOf(`restart: window\nhosts: { alpha: ${window}, beta: ${window} }`)).toEqual([]);
    const found = issuesOf(`restart: window\nhosts: { beta: ${window} }`);
    expect(found.map(({ code, line }) => [code, line])).toEqual([['missing-window', SECOND_LINE]]);
  });

  it('is told at the scope that says so where a narrower one takes the window away', () => {
    const found = issuesOf(
      `window: { cron: "0 4 * * *", duration: 2h }\nrestart: window\ngroups:\n  dev: { window: none }`,
    );
    expect(found.map(({ code, line }) => [code, line - SECOND_LINE])).toEqual([['missing-window', 1]]);
    expect(found[0]?.message).toContain('`alpha/DEV01`');
  });
});
