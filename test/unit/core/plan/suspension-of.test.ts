import { describe, expect, it } from 'vitest';
import type { Suspension, SuspensionScope } from '../../../../src/core/model/suspension.ts';
import { inForceOn, suspendedPlugins, suspensionOf } from '../../../../src/core/plan/suspension-of.ts';
import { sampleInstance } from '../../../support/model-samples.ts';

const NOW = 1000;
const TOW01 = sampleInstance('TOW01');

function paused(scope: SuspensionScope, until?: number, reason = 'why'): Suspension {
  return { scope, by: 'alice', reason, until };
}

const instance = (name: string, until?: number, reason?: string) =>
  paused({ kind: 'instance', name: `hetzner-xeon/${name}` }, until, reason);

describe('the suspension of an instance', () => {
  it.each<[string, SuspensionScope]>([
    ['the fleet', { kind: 'fleet' }],
    ['its host', { kind: 'host', name: 'hetzner-xeon' }],
    ['itself', { kind: 'instance', name: 'hetzner-xeon/TOW01' }],
  ])('is one of %s', (_, scope) => {
    expect(suspensionOf([paused(scope)], TOW01, NOW)).toEqual(paused(scope));
  });

  it.each<[string, SuspensionScope]>([
    ['another host', { kind: 'host', name: 'ovh-ryzen' }],
    ['a namesake on another host', { kind: 'instance', name: 'ovh-ryzen/TOW01' }],
    ['a plugin', { kind: 'plugin', name: 'TOW01' }],
  ])('is not one of %s', (_, scope) => {
    expect(suspensionOf([paused(scope)], TOW01, NOW)).toBeUndefined();
  });

  it('is over at its end, to the millisecond', () => {
    expect(suspensionOf([instance('TOW01', NOW + 1)], TOW01, NOW)).toBeDefined();
    expect(suspensionOf([instance('TOW01', NOW)], TOW01, NOW)).toBeUndefined();
  });

  it('is the one that lasts longest, and without an end for ever; of equal ones the first', () => {
    const short = paused({ kind: 'fleet' }, NOW + 5);
    const long = instance('TOW01', NOW + 9);
    const endless = paused({ kind: 'host', name: 'hetzner-xeon' });
    expect(suspensionOf([short, long], TOW01, NOW)).toBe(long);
    expect(suspensionOf([endless, long, short], TOW01, NOW)).toBe(endless);
    expect(suspensionOf([instance('TOW01', 2000, 'a'), instance('TOW01', 2000, 'b')], TOW01, NOW)).toEqual(
      instance('TOW01', 2000, 'a'),
    );
  });
});

describe('suspended plugins', () => {
  it('are those in force, each with the suspension that lasts longest', () => {
    const plugin = (name: string, until?: number) => paused({ kind: 'plugin', name }, until);
    const found = suspendedPlugins(
      [
        plugin('CMI', 2000),
        plugin('CMI'),
        plugin('CMI', 3000),
        plugin('Vault', NOW),
        paused({ kind: 'fleet' }),
      ],
      NOW,
    );
    expect([...found]).toEqual([['CMI', plugin('CMI')]]);
  });
});

describe('what is in force on a host', () => {
  it('comes from both places, with its origin, and leaves out other hosts and what is over', () => {
    const ordered = {
      repository: [
        paused({ kind: 'fleet' }),
        paused({ kind: 'host', name: 'ovh-ryzen' }),
        paused({ kind: 'instance', name: 'ovh-ryzen/TOW01' }),
        paused({ kind: 'plugin', name: 'CMI' }, NOW - 1),
      ],
      host: [instance('TOW01'), paused({ kind: 'plugin', name: 'Vault' })],
    };
    const found = inForceOn({ host: 'hetzner-xeon', now: NOW }, ordered);
    expect(found.map(({ scope, origin }) => [scope.kind, origin])).toEqual([
      ['fleet', 'repository'],
      ['instance', 'host'],
      ['plugin', 'host'],
    ]);
  });
});
