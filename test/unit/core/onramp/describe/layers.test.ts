import { describe, expect, it } from 'vitest';
import type { ConfigValue } from '../../../../../src/core/model/config-value.ts';
import { instanceIdOf } from '../../../../../src/core/model/instance.ts';
import { describeFleet } from '../../../../../src/core/onramp/describe-fleet.ts';
import { linesOf, OPTIONS, type SeenValues, seenFleet } from '../../../../support/seen-fleet.ts';

/** Servers of one host, or of those that their names begin with, which all have the plugin CMI. */
function fleetOf(servers: Readonly<Record<string, SeenValues>>) {
  return seenFleet(
    Object.fromEntries(
      Object.entries(servers).map(([name, values]) => {
        const host = name.includes('_') ? name.slice(0, name.indexOf('_')) : 'alpha';
        return [name, { host, files: { 'CMI/config.yml': values } }];
      }),
    ),
  );
}

const kindsOf = (fleet: ReturnType<typeof fleetOf>) =>
  describeFleet(fleet, OPTIONS).guesses.map(({ kind }) => kind);

describe('laying a fleet into layers', () => {
  it('writes what all servers share once', () => {
    const fleet = fleetOf({ A: { x: 1n, y: 'on' }, B: { x: 1n, y: 'on' } });
    const { draft, sizes, guesses } = describeFleet(fleet, OPTIONS);
    expect(linesOf(draft)).toEqual(['CMI config.yml: x = 1', 'CMI config.yml: y = on']);
    expect(sizes).toEqual({ naive: 4, written: 2 });
    expect(guesses).toEqual([]);
  });

  it('takes what enough of them share for the baseline, and the rest for overrides with a reason', () => {
    const { draft } = describeFleet(fleetOf({ A: { x: 1n }, B: { x: 1n }, C: { x: 3n } }), OPTIONS);
    expect(linesOf(draft)).toEqual(['CMI config.yml: x = 1', 'instance alpha/C: CMI config.yml: x = 3']);
    expect(draft.scopes[0]?.reasons).toEqual(new Map([['CMI', 'as found on C at import']]));
  });

  it('leaves a value that too few share out of the baseline', () => {
    const values = { A: { x: 1n, z: 0n }, B: { x: 1n, z: 0n }, C: { x: 3n, z: 0n } };
    const { draft } = describeFleet(fleetOf(values), { ...OPTIONS, threshold: 0.7 });
    expect(linesOf(draft)).toEqual([
      'CMI config.yml: z = 0',
      'instance alpha/A: CMI config.yml: x = 1',
      'instance alpha/B: CMI config.yml: x = 1',
      'instance alpha/C: CMI config.yml: x = 3',
    ]);
  });

  it('gives a file that shares nothing one key in the baseline, since a block needs one', () => {
    const { draft, sizes } = describeFleet(fleetOf({ A: { x: 1n, y: 5n }, B: { x: 2n, y: 6n } }), OPTIONS);
    expect(linesOf(draft)).toEqual([
      'CMI config.yml: x = 1',
      'instance alpha/A: CMI config.yml: y = 5',
      'instance alpha/B: CMI config.yml: x = 2',
      'instance alpha/B: CMI config.yml: y = 6',
    ]);
    expect(sizes.written).toBe(sizes.naive);
  });

  it('writes what differs by host for the host', () => {
    const servers = { a_1: 1n, a_2: 1n, a_3: 1n, a_4: 1n, b_1: 2n, b_2: 2n, b_3: 7n };
    const fleet = fleetOf(
      Object.fromEntries(Object.entries(servers).map(([name, x]) => [name, { x, z: 0n }])),
    );
    expect(linesOf(describeFleet(fleet, { ...OPTIONS, threshold: 0.5 }).draft)).toEqual([
      'CMI config.yml: x = 1',
      'CMI config.yml: z = 0',
      'host b: CMI config.yml: x = 2',
      'instance b/b_3: CMI config.yml: x = 7',
    ]);
  });

  it('writes what differs by a group that the admin gave for the group, a later one before an earlier', () => {
    const servers = { A: 1n, B: 1n, C: 1n, D: 1n, E: 2n, F: 2n, G: 3n, H: 3n };
    const fleet = fleetOf(Object.fromEntries(Object.entries(servers).map(([name, x]) => [name, { x }])));
    const ids = (names: string) => [...names].map((name) => instanceIdOf('alpha', name));
    const groups = new Map([
      ['survival', ids('EFGH')],
      ['hard', ids('GH')],
    ]);
    const { draft } = describeFleet(fleet, { ...OPTIONS, threshold: 0.5, groups });
    expect(linesOf(draft)).toEqual([
      'CMI config.yml: x = 1',
      'group survival: CMI config.yml: x = 2',
      'group hard: CMI config.yml: x = 3',
    ]);
    expect(draft.instances.map((instance) => instance.groups.join())).toEqual([
      ...['', '', '', '', 'survival', 'survival', 'survival,hard', 'survival,hard'],
    ]);
  });

  it('says that a key must not be there where most have it, and leaves it alone where most lack it', () => {
    const fleet = fleetOf({
      A: { most: 1n, z: 0n },
      B: { most: 1n, z: 0n },
      C: { most: 1n, z: 0n, few: 'x' },
      D: { z: 0n },
    });
    expect(linesOf(describeFleet(fleet, OPTIONS).draft)).toEqual([
      'CMI config.yml: most = 1',
      'CMI config.yml: z = 0',
      'instance alpha/C: CMI config.yml: few = x',
      'instance alpha/D: CMI config.yml: most = !absent',
    ]);
    expect(kindsOf(fleet)).toEqual(['absent-keys']);
  });

  it('keeps whole and floating-point numbers as they were seen, and takes equal ones for one value', () => {
    const fleet = fleetOf({ A: { x: 7n, y: 2 }, B: { x: 7, y: 2 } });
    const [file] = describeFleet(fleet, OPTIONS).draft.baselines[0]?.files ?? [];
    const values = file?.keys.map(({ value }) => (value.kind === 'value' ? value.value : undefined));
    expect(values).toEqual([7n, 2] satisfies ConfigValue[]);
  });

  it('leaves keys to the servers that no valid repository can hold', () => {
    const fleet = fleetOf({
      A: { z: 0n, homes: new Map(), size: '10' },
      B: { z: 0n, 'homes.spawn': 'world', size: 10n },
    });
    expect(linesOf(describeFleet(fleet, OPTIONS).draft)).toEqual([
      'CMI config.yml: z = 0',
      'instance alpha/B: CMI config.yml: homes.spawn = world',
    ]);
    expect(kindsOf(fleet)).toEqual(['shape-differs', 'type-differs']);
  });

  it('leaves a port to the servers on which two of one host listen', () => {
    const port = (value: bigint) => ({ 'web.port': value, z: 0n });
    expect(kindsOf(fleetOf({ A: port(8100n), B: port(8101n), C: port(8100n) }))).toEqual(['port-shared']);
    expect(kindsOf(fleetOf({ a_1: port(8100n), b_1: port(8100n) }))).toEqual([]);
  });
});

describe('proposing groups', () => {
  const common = { a: 1n, b: 1n, c: 1n, d: 1n };
  const other = { a: 2n, b: 2n, c: 2n, d: 2n };
  const fleet = fleetOf({
    SMP1: other,
    SMP2: other,
    HUB: common,
    LOB: common,
    TOW: common,
    ...{ MIN: common, DEV: { ...common, d: 5n } },
  });

  it('makes instances that share overrides a group, named after what their names have in common', () => {
    const { draft, guesses } = describeFleet(fleet, { ...OPTIONS, proposeGroups: true });
    expect(draft.groups).toEqual(['smp']);
    expect(linesOf(draft).filter((line) => line.startsWith('group'))).toHaveLength(4);
    expect(linesOf(draft).filter((line) => line.startsWith('instance'))).toEqual([
      'instance alpha/DEV: CMI config.yml: d = 5',
    ]);
    expect(guesses).toMatchObject([{ kind: 'group', subject: 'smp' }]);
  });

  it('proposes none unless asked, and none for one or two keys', () => {
    expect(describeFleet(fleet, OPTIONS).draft.groups).toEqual([]);
    const small = fleetOf({
      A: { a: 1n, b: 1n },
      B: { a: 1n, b: 1n },
      C: { a: 2n, b: 2n },
      D: { a: 2n, b: 2n },
    });
    expect(describeFleet(small, { ...OPTIONS, proposeGroups: true }).draft.groups).toEqual([]);
  });
});
