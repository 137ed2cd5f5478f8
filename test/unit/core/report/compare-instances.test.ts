import { describe, expect, it } from 'vitest';
import { instanceIdOf } from '../../../../src/core/model/instance.ts';
import { compareInstances, type ParityInput } from '../../../../src/core/report/compare-instances.ts';
import { desiredKey, managedFile, want } from '../../../support/model-samples.ts';

const input = (name: string, value: bigint, live?: bigint): ParityInput => ({
  instance: instanceIdOf('alpha', name),
  files: [managedFile([desiredKey('range', want(value)), desiredKey('same', want(true))])],
  liveOf: (_file, key) =>
    live === undefined || key.id !== 'range'
      ? undefined
      : { value: { value: Number(live) }, drifts: live !== value },
});

describe('comparing instances', () => {
  it('marks the keys whose desired values differ', () => {
    const parity = compareInstances('CMI', [input('A', 1n), input('B', 2n)]);
    expect(parity.keys.map(({ key, differs }) => [key, differs])).toEqual([
      ['range', true],
      ['same', false],
    ]);
  });

  it('marks a key that drifts on one instance alone', () => {
    const parity = compareInstances('CMI', [input('A', 1n, 1n), input('B', 1n, 3n)]);
    expect(parity.keys[0]?.differs).toBe(true);
    expect(parity.keys[0]?.values.map(({ drifts }) => drifts)).toEqual([false, true]);
  });

  it('marks a key that not every instance owns', () => {
    const without: ParityInput = {
      ...input('C', 1n),
      files: [managedFile([desiredKey('same', want(true))])],
    };
    const parity = compareInstances('CMI', [input('A', 1n), without]);
    expect(parity.keys.find(({ key }) => key === 'range')?.differs).toBe(true);
  });
});
