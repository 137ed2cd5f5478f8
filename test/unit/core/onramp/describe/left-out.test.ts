import { describe, expect, it } from 'vitest';
import { describeFleet } from '../../../../../src/core/onramp/describe-fleet.ts';
import { linesOf, OPTIONS, type SeenValues, seenFleet } from '../../../../support/seen-fleet.ts';

function fleetOf(a: SeenValues, b: SeenValues) {
  return seenFleet({ A: { files: { 'Plan/config.yml': a } }, B: { files: { 'Plan/config.yml': b } } });
}

/** Ids of the keys that are owned somewhere. */
function ownedIn(fleet: ReturnType<typeof fleetOf>, options = OPTIONS): readonly string[] {
  const lines = linesOf(describeFleet(fleet, options).draft);
  return [...new Set(lines.map((line) => line.replace(/^.*config\.yml: (\S+) = .*$/, '$1')))].sort();
}

const UUID_A = '11111111-2222-3333-4444-555555555555';
const UUID_B = '99999999-2222-3333-4444-555555555555';

describe('leaving keys to the servers', () => {
  it('leaves out what belongs to one server, is drawn, noted, counted, or the version of a file', () => {
    const own = (uuid: string, number: bigint): SeenValues => ({
      'server-uuid': uuid,
      'Plugin.ServerID': uuid,
      salt: uuid.replaceAll('-', 'x'),
      checksum: 'd41d8cd98f00b204e9800998ecf8427e',
      lastCheck: 1_700_000_000_000n + number,
      'stats.started': `2026-11-0${number} 12:00:00`,
      'next-id': number,
      'config-version': number,
      'tutorial.version': number,
      'messages.created': 'yes',
    });
    const fleet = fleetOf(own(UUID_A, 1n), own(UUID_B, 2n));
    expect(ownedIn(fleet)).toEqual(['messages.created', 'tutorial.version']);
    const { guesses } = describeFleet(fleet, OPTIONS);
    expect(new Set(guesses.map(({ kind }) => kind))).toEqual(new Set(['volatile-keys', 'version-keys']));
    expect(guesses[0]).toMatchObject({
      subject: 'Plan',
      text: 'Ids that belong to one server alone: `config.yml:server-uuid`, `config.yml:Plugin.ServerID`.',
      change: 'To own one all the same: `--own "Plan:config.yml:server-uuid"`.',
    });
  });

  it('keeps ids, seeds, dates and numbers that people choose', () => {
    const chosen: SeenValues = {
      'cluster-uuid': 'smp',
      'template.skin': UUID_A,
      'feature-seed': 1234n,
      'event.start': '2026-12-24 18:00',
      'limits.max-money': 2_000_000_000n,
      'hash-algorithm': 'SHA256',
    };
    expect(ownedIn(fleetOf(chosen, chosen))).toEqual(Object.keys(chosen).sort());
  });

  it('leaves out keys that are named after players', () => {
    const fleet = fleetOf({ [`homes.${UUID_A}.x`]: 1n, z: 0n }, { z: 0n });
    expect(ownedIn(fleet)).toEqual(['z']);
    expect(describeFleet(fleet, OPTIONS).guesses).toMatchObject([{ kind: 'player-data-keys' }]);
  });

  it('owns what the admin wants to own, and leaves what the admin wants to leave', () => {
    const fleet = fleetOf({ 'server-uuid': UUID_A, z: 0n, y: 1n }, { 'server-uuid': UUID_B, z: 0n, y: 1n });
    const options = { ...OPTIONS, own: ['Plan:*uuid', 'Plan:config.yml:y'], leave: ['*:y'] };
    expect(ownedIn(fleet, options)).toEqual(['server-uuid', 'z']);
    expect(describeFleet(fleet, options).guesses.map(({ kind }) => kind)).toEqual(['left-as-told']);
  });

  it('leaves out what the repository’s language can’t say', () => {
    const odd: SeenValues = {
      mark: 'a\u{10FFF0}b',
      '{{NAME}}.x': 1n,
      secret: '{{ secret : x }}',
      list: [new Map([['{{NAME}}', 1n]])],
      z: '\\{{NAME}} and {{NAME}} and {{secret:X}} and !absent',
    };
    const fleet = fleetOf(odd, odd);
    expect(ownedIn(fleet)).toEqual(['z']);
    expect(describeFleet(fleet, OPTIONS).guesses.map(({ kind }) => kind)).toEqual([
      'not-expressible',
      'not-expressible',
      'not-expressible',
    ]);
  });

  it('takes the text !absent for itself in YAML alone', () => {
    const fleet = seenFleet({
      A: { files: { 'Plan/a.yml': { x: '!absent' }, 'Plan/b.toml': { x: '!absent' } } },
    });
    expect(linesOf(describeFleet(fleet, OPTIONS).draft)).toEqual(['Plan a.yml: x = !absent']);
  });
});
