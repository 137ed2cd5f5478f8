import type { CounterName, GaugeName, HistogramName } from '../../ports/telemetry.ts';
import type { LabelSpec, MetricSpec } from './metric-spec.ts';
import { outsideGauges, TARGET } from './outside-gauges.ts';

const INSTANCE: LabelSpec = { name: 'instance', means: 'the instance, as the fleet names it' };
const STATE: LabelSpec = {
  name: 'state',
  means: 'the state of an instance',
  values: ['InSync', 'Pending', 'Drifted', 'AppliedNotLoaded', 'Blocked', 'Suspended', 'Failed', 'Unknown'],
};
const REASON: LabelSpec = { name: 'reason', means: 'the code of the reason, such as `stage` or `window`' };

const counters: Readonly<Record<CounterName, MetricSpec>> = {
  homeamp_passes_total: {
    type: 'counter',
    help: 'Passes since the agent started, without looks at servers alone.',
    labels: [
      { name: 'result', means: '`failed`: something has to be tried again', values: ['ok', 'failed'] },
    ],
    unit: 'count',
  },
  homeamp_applies_total: {
    type: 'counter',
    help: 'Instances that were written since the agent started, by what came of it.',
    labels: [
      {
        name: 'result',
        means: '`stuck`: putting back failed too, and the instance is frozen',
        values: ['applied', 'rolled-back', 'stuck'],
      },
    ],
    unit: 'count',
  },
  homeamp_requests_total: {
    type: 'counter',
    help: 'Requests to other servers since the agent started.',
    labels: [
      TARGET,
      {
        name: 'result',
        means: '`limited`: refused since there were too many',
        values: ['ok', 'failed', 'limited'],
      },
    ],
    unit: 'count',
  },
};

const histograms: Readonly<Record<HistogramName, MetricSpec>> = {
  homeamp_pass_duration_seconds: {
    type: 'histogram',
    help: 'How long passes took.',
    labels: [],
    unit: 'seconds',
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 120, 600],
  },
};

const passGauges = {
  homeamp_build_info: {
    type: 'gauge',
    help: 'Always 1; the labels say what runs.',
    labels: [
      { name: 'version', means: 'the version of homeamp' },
      { name: 'node', means: 'the version of Node.js' },
      { name: 'host', means: 'the host, as the fleet names it' },
    ],
    unit: 'info',
  },
  homeamp_revision_info: {
    type: 'gauge',
    help: 'Always 1; the label is the accepted revision.',
    labels: [{ name: 'revision', means: 'the first 12 digits of the commit' }],
    unit: 'info',
    isPassing: true,
  },
  homeamp_last_pass_timestamp_seconds: {
    type: 'gauge',
    help: 'When the last pass ended, whatever came of it.',
    labels: [],
    unit: 'unix-seconds',
    isPassing: true,
  },
  homeamp_last_success_timestamp_seconds: {
    type: 'gauge',
    help: 'When the last pass ended that took the repository and left nothing to be tried again. Not known after a start until there is one.',
    labels: [],
    unit: 'unix-seconds',
    isPassing: true,
  },
  homeamp_poll_interval_seconds: {
    type: 'gauge',
    help: 'The longest time between two looks at the repository, by the schedule.',
    labels: [],
    unit: 'seconds',
  },
} as const satisfies Partial<Record<GaugeName, MetricSpec>>;

const stateGauges = {
  homeamp_instances: {
    type: 'gauge',
    help: 'Instances of this host by state.',
    labels: [STATE],
    unit: 'count',
  },
  homeamp_instance_state: {
    type: 'gauge',
    help: '1 for the state that an instance is in, 0 for the others.',
    labels: [INSTANCE, STATE],
    unit: 'boolean',
  },
  homeamp_keys: {
    type: 'gauge',
    help: 'Owned keys of this host by verdict.',
    labels: [
      {
        name: 'verdict',
        means: 'the verdict on a key; `unknown`: its file could not be compared',
        values: ['in-sync', 'converged', 'unadopted', 'pending', 'drifted', 'conflicting', 'unknown'],
      },
    ],
    unit: 'count',
  },
  homeamp_drifted_since_timestamp_seconds: {
    type: 'gauge',
    help: 'Since when an instance has drifted; kept over restarts of the agent.',
    labels: [INSTANCE],
    unit: 'unix-seconds',
    isPassing: true,
  },
  homeamp_waiting_since_timestamp_seconds: {
    type: 'gauge',
    help: 'Since when a change of an instance waits to be written or loaded for this reason; kept over restarts of the agent.',
    labels: [INSTANCE, REASON],
    unit: 'unix-seconds',
    isPassing: true,
  },
  homeamp_revision_held_since_timestamp_seconds: {
    type: 'gauge',
    help: 'Since when newer commits of the branch are held for this reason; kept over restarts of the agent.',
    labels: [REASON],
    unit: 'unix-seconds',
    isPassing: true,
  },
  homeamp_stage_since_timestamp_seconds: {
    type: 'gauge',
    help: 'Since when a stage of the rollout stands where it stands on this host, until it is done; kept over restarts of the agent.',
    labels: [
      { name: 'stage', means: 'the stage, as the fleet names it' },
      {
        name: 'word',
        means: 'how far the host is with it',
        values: ['soaks', 'waits', 'failed'],
      },
    ],
    unit: 'unix-seconds',
    isPassing: true,
  },
  homeamp_frozen_instances: {
    type: 'gauge',
    help: 'Instances that nothing is written to until a person has looked, since putting files back failed.',
    labels: [],
    unit: 'count',
  },
  homeamp_servers: {
    type: 'gauge',
    help: 'Servers that are on their way to new files.',
    labels: [
      {
        name: 'state',
        means: '`busy`: not where players can use them, or watched; `held`: stopped by homeamp',
        values: ['busy', 'held'],
      },
    ],
    unit: 'count',
  },
  homeamp_suspensions: {
    type: 'gauge',
    help: 'What people have paused on this host, by order or in the repository.',
    labels: [],
    unit: 'count',
  },
} as const satisfies Partial<Record<GaugeName, MetricSpec>>;

const gauges: Readonly<Record<GaugeName, MetricSpec>> = { ...passGauges, ...stateGauges, ...outsideGauges };

/** Every metric of homeamp's own by its name; those of the process itself are prom-client's default ones. */
export const CATALOGUE: Readonly<Record<CounterName | HistogramName | GaugeName, MetricSpec>> = {
  ...counters,
  ...histograms,
  ...gauges,
};
