import { describe, expect, it } from 'vitest';
import { describeFleet } from '../../../../../src/core/onramp/describe-fleet.ts';
import type { Description } from '../../../../../src/core/onramp/description.ts';
import { OPTIONS, seenFleet } from '../../../../support/seen-fleet.ts';

/** Name → folder, platforms, files and the instances on which it is placed. */
function baselinesOf({ draft }: Description): Readonly<Record<string, string>> {
  const placed = (plugin: string) =>
    (draft.placements.get(plugin) ?? []).map((id) => id.slice(id.indexOf('/') + 1)).join();
  return Object.fromEntries([
    ...[...draft.placements.keys()].map((plugin) => [plugin, `no baseline on ${placed(plugin)}`]),
    ...draft.baselines.map(({ plugin, folder, platforms, files }) => [
      plugin,
      `${folder ?? `plugins/${plugin}`} ${platforms.join()} ${files.map(({ path }) => path).join()} on ${placed(plugin)}`,
    ]),
  ]);
}

const some = { a: 1n, b: 2n };

describe('choosing baselines', () => {
  it('gives files that only some servers have a baseline of their own, since a placed file is created', () => {
    const described = describeFleet(
      seenFleet({
        A: { files: { 'CMI/config.yml': some, 'CMI/Settings/Ranks.yml': some } },
        B: { files: { 'CMI/config.yml': some, 'CMI/Settings/Ranks.yml': some } },
        C: { files: { 'CMI/config.yml': some, 'CMI/extra.yml': some } },
      }),
      OPTIONS,
    );
    expect(baselinesOf(described)).toEqual({
      CMI: 'plugins/CMI paper config.yml on A,B,C',
      'CMI-Ranks': 'plugins/CMI paper Settings/Ranks.yml on A,B',
      'CMI-C': 'plugins/CMI paper extra.yml on C',
    });
    expect(described.guesses.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'baseline-split CMI-Ranks',
      'baseline-split CMI-C',
    ]);
  });

  it('keeps platforms apart whose files differ, and together where they are alike', () => {
    const described = describeFleet(
      seenFleet({
        A: { files: { 'LuckPerms/config.yml': { x: 1n, y: 1n }, 'Via/config.yml': some } },
        B: { files: { 'LuckPerms/config.yml': { x: 1n, y: 1n }, 'Via/config.yml': some } },
        V: {
          platform: 'velocity',
          files: { 'LuckPerms/config.yml': { x: 2n, z: 1n }, 'Via/config.yml': some },
        },
      }),
      OPTIONS,
    );
    expect(baselinesOf(described)).toEqual({
      LuckPerms: 'plugins/LuckPerms paper config.yml on A,B',
      'LuckPerms-Velocity': 'plugins/LuckPerms velocity config.yml on V',
      Via: 'plugins/Via paper,velocity config.yml on A,B,V',
    });
  });

  it('places plugins without configuration where they are installed, and tells where one has no files', () => {
    const described = describeFleet(
      seenFleet({
        A: { files: { 'CMI/config.yml': some }, jars: ['Vault'] },
        B: { files: { 'CMI/config.yml': some }, jars: ['Vault'] },
        C: { files: {}, jars: ['CMI', 'Vault'] },
      }),
      OPTIONS,
    );
    expect(baselinesOf(described)).toEqual({
      CMI: 'plugins/CMI paper config.yml on A,B',
      Vault: 'no baseline on A,B,C',
    });
    expect(described.guesses).toMatchObject([{ kind: 'plugin-without-files', subject: 'CMI' }]);
    expect(described.draft.registry).toContainEqual({ plugin: 'Vault', version: '1.0', file: 'Vault.jar' });
  });

  it('makes no baseline of a plugin whose keys are all left to the servers', () => {
    const { draft } = describeFleet(
      seenFleet({ A: { files: { 'CMI/config.yml': some } }, B: { files: { 'CMI/config.yml': {} } } }),
      { ...OPTIONS, leave: ['CMI:*'] },
    );
    expect(draft.baselines).toEqual([]);
    expect(draft.placements.get('CMI')).toHaveLength(2);
  });

  it('lists unmanaged instances, owns nothing on them, and puts the others in the last stage', () => {
    const { draft, guesses } = describeFleet(
      seenFleet({
        A: { files: { 'CMI/config.yml': some } },
        ADS01: { platform: 'ads', managed: false, files: { 'CMI/config.yml': { a: 9n } } },
      }),
      { ...OPTIONS, stages: ['dev', 'production'] },
    );
    expect(draft.instances.map(({ name, stage, managed }) => [name, stage, managed])).toEqual([
      ['A', 'production', true],
      ['ADS01', undefined, false],
    ]);
    expect(draft.placements.get('CMI')).toEqual(['alpha/A']);
    expect(guesses).toMatchObject([{ kind: 'stage', subject: 'production' }]);
  });

  it('notes what the plugin says of a key, unless it might be a secret', () => {
    const keys = [
      { id: 'a', path: ['a'], value: 1n, comment: 'how many of them' },
      { id: 'b', path: ['b'], value: 1n, comment: 'was hunter22 before' },
      { id: 'c', path: ['c'], value: 1n, comment: 'see mysql://root:old@db.example.org/' },
      { id: 'password', path: ['password'], value: 'hunter22', comment: 'was something else' },
    ];
    const fleet = seenFleet({ A: { files: { 'CMI/config.yml': {} } } });
    const noted = {
      ...fleet,
      instances: fleet.instances.map((one) => ({
        ...one,
        files: one.files.map((file) => ({ ...file, keys })),
      })),
    };
    const [baseline] = describeFleet(noted, OPTIONS).draft.baselines;
    expect(baseline?.files[0]?.keys.map(({ note }) => note)).toEqual([
      'how many of them',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('gives the same description for the same fleet, whatever was described before', () => {
    const fleet = seenFleet({
      A: { files: { 'CMI/config.yml': some } },
      B: { files: { 'CMI/config.yml': { a: 2n } } },
    });
    expect(describeFleet(fleet, OPTIONS)).toEqual(describeFleet(fleet, OPTIONS));
  });
});
