import type { Fingerprint } from '../../src/core/model/applied-record.ts';
import type { ConfigValue } from '../../src/core/model/config-value.ts';
import type { LiveValue } from '../../src/core/model/drift.ts';
import { type Instance, type InstancePath, instanceIdOf } from '../../src/core/model/instance.ts';
import type { DesiredKey, DesiredValue, ManagedFile } from '../../src/core/model/managed-file.ts';
import type { FilePlan, InstancePlan, KeyChange } from '../../src/core/model/plan.ts';
import { NO_KEYS } from '../../src/core/plan/count-keys.ts';

/** A fingerprint that a test can read: the text itself. */
export const plainFingerprint = (text: string) => text as Fingerprint;

export function sampleInstance(name = 'TOW01'): Instance {
  return {
    id: instanceIdOf('hetzner-xeon', name),
    host: 'hetzner-xeon',
    name,
    platform: 'paper',
    managed: true,
    stage: 'production',
    groups: ['survival'],
    aliases: [],
  };
}

export function desiredKey(id: string, value: DesiredValue): DesiredKey {
  const place = { file: 'desired-state/baselines/CMI.md', line: 12, column: 3 };
  return {
    id,
    path: id.split('.'),
    value,
    origin: { layer: 'baseline', name: 'CMI', place, reason: undefined },
  };
}

export const want = (value: ConfigValue): DesiredValue => ({ kind: 'value', value });
export const have = (value: ConfigValue): LiveValue => ({ kind: 'value', value, line: 1 });
export const gone: LiveValue = { kind: 'absent' };

export function managedFile(keys: readonly DesiredKey[], overrides: Partial<ManagedFile> = {}): ManagedFile {
  return {
    plugin: 'CMI',
    serverFile: false,
    folder: 'plugins/CMI',
    path: 'plugins/CMI/config.yml' as InstancePath,
    format: 'yaml',
    exact: false,
    keys,
    activation: {
      reload: 'cmi reload',
      expect: undefined,
      liveWriteSafe: true,
      restartKeys: ['Optimizations.*'],
      ampSettings: new Map(),
    },
    ...overrides,
  };
}

export function filePlan(changes: readonly KeyChange[], overrides: Partial<FilePlan> = {}): FilePlan {
  return {
    file: managedFile(changes.map((change) => change.key)),
    preImage: 'a'.repeat(64),
    postImage: 'b'.repeat(64),
    finding: { kind: 'present' },
    changes,
    held: [],
    converged: [],
    ...overrides,
  };
}

export function instancePlan(files: readonly FilePlan[], name = 'TOW01'): InstancePlan {
  return { instance: sampleInstance(name), blocked: undefined, files, counts: NO_KEYS };
}
