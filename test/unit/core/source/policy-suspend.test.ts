import { describe, expect, it } from 'vitest';
import { fullInstantSchema, instantMillis } from '../../../../src/core/source/instant.ts';
import { policyOf, SECOND_LINE, withPolicy } from './policy-samples.ts';
import { validate } from './small-fleet.ts';

const issuesOf = (policy: string) =>
  validate(withPolicy(policy)).map(({ code, place, help }) => ({ code, line: place.line, help }));

describe('`suspend`', () => {
  it('gives one suspension for each thing that is named, with the line that says so', () => {
    const { suspensions } = policyOf(`suspend:
  - { fleet: true, reason: "Tournament", until: 2026-12-01T08:00:00Z }
  - hosts: [beta]
    instances: [TOW01, beta/ADS01]
    plugins: [CMI]
    reason: New disks
    until: "2026-12-01T10:00:00.5+02:00"
  - { instances: [HUB01], reason: Broken }`);
    const line = (offset: number) => `desired-state/fleet.yaml:${SECOND_LINE + offset}`;
    const until = Date.UTC(2026, 11, 1, 8);
    const disks = { by: line(1), reason: 'New disks', until: until + 500 };
    expect(suspensions).toEqual([
      { scope: { kind: 'fleet' }, by: line(0), reason: 'Tournament', until },
      { scope: { kind: 'host', name: 'beta' }, ...disks },
      { scope: { kind: 'instance', name: 'alpha/TOW01' }, ...disks },
      { scope: { kind: 'instance', name: 'beta/ADS01' }, ...disks },
      { scope: { kind: 'plugin', name: 'CMI' }, ...disks },
      { scope: { kind: 'instance', name: 'beta/HUB01' }, by: line(6), reason: 'Broken', until: undefined },
    ]);
  });

  it('may be empty, or have every entry commented out', () => {
    expect(policyOf('suspend: []').suspensions).toEqual([]);
    expect(policyOf('suspend:\n  # - { fleet: true, reason: x }').suspensions).toEqual([]);
  });

  it.each([
    ['is no list', 'suspend: { fleet: true, reason: x }', 'wrong-type'],
    ['is a word', 'suspend: all', 'wrong-type'],
    ['has an entry that is text', 'suspend: [SMP01]', 'wrong-type'],
    ['names nothing', 'suspend: [{ reason: x }]', 'missing-key'],
    ['gives no reason', 'suspend: [{ fleet: true }]', 'missing-key'],
    ['gives a blank reason', 'suspend: [{ fleet: true, reason: " " }]', 'bad-value'],
    ['says that the fleet is not suspended', 'suspend: [{ fleet: false, reason: x }]', 'bad-value'],
    ['names an unknown host', 'suspend: [{ hosts: [gamma], reason: x }]', 'unknown-host'],
    ['names an unknown instance', 'suspend: [{ instances: [TOW02], reason: x }]', 'unknown-instance'],
    ['names an ambiguous instance', 'suspend: [{ instances: [ADS01], reason: x }]', 'ambiguous-instance'],
    ['names a plugin without a baseline', 'suspend: [{ plugins: [CMY], reason: x }]', 'unknown-plugin'],
    ['has a misspelt key', 'suspend: [{ fleet: true, raeson: x, reason: y }]', 'unknown-key'],
    ['ends on a date alone', 'suspend: [{ fleet: true, reason: x, until: 2026-12-01 }]', 'bad-value'],
    [
      'ends on no date, not in quotes',
      'suspend: [{ fleet: true, reason: x, until: 2026-02-30T08:00:00Z }]',
      'bad-value',
    ],
    [
      'ends in no time zone, not in quotes',
      'suspend: [{ fleet: true, reason: x, until: 2026-12-01 08:00:00 }]',
      'bad-value',
    ],
    ['ends on no date', 'suspend: [{ fleet: true, reason: x, until: "2026-02-30T08:00:00Z" }]', 'bad-value'],
    [
      'ends in no time zone',
      'suspend: [{ fleet: true, reason: x, until: "2026-12-01T08:00:00" }]',
      'bad-value',
    ],
  ])('is told when it %s', (_what, policy, code) => {
    const found = issuesOf(policy);
    expect(found.map((issue) => [issue.code, issue.line])).toEqual([[code, SECOND_LINE - 1]]);
    expect(found[0]?.help).not.toBe('');
  });

  it('tells a mistake at the line of its entry, and the plugin that was meant', () => {
    const found = issuesOf(
      'suspend:\n  - { fleet: true, reason: x }\n  - { plugins: [CMMI], reason: x }\n  - { fleet: true }',
    );
    expect(found.map(({ code, line }) => [code, line - SECOND_LINE])).toEqual([
      ['unknown-plugin', 1],
      ['missing-key', 2],
    ]);
    expect(found[0]?.help).toContain('Did you mean `CMI`?');
  });
});

describe('a point in time', () => {
  it.each([
    '1970-01-01T00:00:00Z',
    '2024-02-29T23:59:59.999Z',
    '2000-03-01T00:00:00-11:30',
    '2100-12-31T12:34:00+14:00',
    '1969-12-31T23:59:59Z',
  ])('is what everybody else takes it for: %s', (text) => {
    expect(fullInstantSchema.safeParse(text).success).toBe(true);
    expect(instantMillis(text)).toBe(Date.parse(text));
  });
});

describe('`soak`', () => {
  it('is for every stage, or for those that it names', () => {
    expect(policyOf('soak: 10m').soakMillisByStage).toEqual(
      new Map([
        ['dev', 600_000],
        ['production', 600_000],
      ]),
    );
    expect(policyOf('soak: { dev: 1h30m }').soakMillisByStage).toEqual(new Map([['dev', 5_400_000]]));
    expect(policyOf('drift: report').soakMillisByStage).toEqual(new Map());
  });

  it.each([
    ['names an unknown stage', 'soak: { canary: 5m }', 'unknown-stage'],
    ['is no duration', 'soak: long', 'bad-value'],
    ['gives a stage no duration', 'soak: { dev: long }', 'bad-value'],
  ])('is told when it %s', (_what, policy, code) => {
    expect(issuesOf(policy).map((issue) => [issue.code, issue.line])).toEqual([[code, SECOND_LINE - 1]]);
  });
});
