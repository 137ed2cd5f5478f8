import type { InstanceId } from '../../../../src/core/model/instance.ts';
import type { Issue } from '../../../../src/core/model/issue.ts';
import {
  INSTANCE_STATES,
  type InstanceReport,
  type InstanceState,
  type KeyChangeReport,
  type Report,
} from '../../../../src/core/report/report.ts';

const NO_COUNTS = {
  inSync: 0,
  converged: 0,
  unadopted: 0,
  pending: 0,
  drifted: 0,
  conflicting: 0,
  unknown: 0,
};

export function changeReport(overrides: Partial<KeyChangeReport> = {}): KeyChangeReport {
  return {
    instance: 'xeon/TOW01' as InstanceId,
    plugin: 'CMI',
    file: 'plugins/CMI/config.yml',
    key: 'Animations.ChairRange',
    verdict: 'pending',
    action: 'set',
    live: { value: 4 },
    desired: { value: 5 },
    origin: {
      layer: 'baseline',
      name: 'CMI',
      file: 'desired-state/baselines/CMI.md',
      line: 12,
      reason: null,
    },
    ampSetting: null,
    held: null,
    ...overrides,
  };
}

export function instanceReport(
  name: string,
  changes: readonly KeyChangeReport[] = [],
  overrides: Partial<InstanceReport> = {},
): InstanceReport {
  const id = `xeon/${name}` as InstanceId;
  const state: InstanceState = changes.length > 0 ? 'Pending' : 'InSync';
  return {
    id,
    name,
    platform: 'paper',
    stage: 'production',
    state,
    reason: null,
    counts: { ...NO_COUNTS, inSync: 50 },
    findings: [],
    changes: changes.map((change) => ({ ...change, instance: id })),
    activation: { kind: 'none' },
    outcome: null,
    lastApply: null,
    server: null,
    evidence: [],
    ...overrides,
  };
}

export function sampleReport(
  instances: readonly InstanceReport[],
  planId = '3fa9c1b2a4d5'.repeat(5),
): Report {
  const changes = instances.flatMap((instance) => instance.changes);
  const states = Object.fromEntries(
    INSTANCE_STATES.map((state) => [state, instances.filter((one) => one.state === state).length]),
  ) as Report['totals']['states'];
  return {
    version: '1.2.3',
    host: 'xeon',
    steersServers: false,
    revision: { kind: 'commit', id: 'c'.repeat(40), subject: 'a change' },
    planId,
    instances,
    unknownFolders: [],
    registryTroubles: [],
    course: null,
    suspensions: [],
    restartOrders: [],
    totals: {
      instances: instances.length,
      states,
      counts: { ...NO_COUNTS, inSync: instances.length * 50 },
      changes: changes.length,
      held: 0,
    },
  };
}

export function issue(overrides: Partial<Issue> = {}): Issue {
  return {
    severity: 'error',
    code: 'unknown-variable',
    message: 'SERVER_PROT is not declared',
    help: 'Declare it in `variables/fleet.yaml`.',
    place: { file: 'desired-state/baselines/CMI.md', line: 12, column: 3 },
    ...overrides,
  };
}
