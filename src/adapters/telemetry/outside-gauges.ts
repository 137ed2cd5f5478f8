import type { GaugeName } from '../../ports/telemetry.ts';
import type { LabelSpec, MetricSpec } from './metric-spec.ts';

const TARGETS = ['forge', 'store', 'amp', 'git'] as const;
/** What this host asks of others. */
export const TARGET: LabelSpec = { name: 'target', means: 'what was asked', values: TARGETS };

/** Of what lies outside this host: the forge, the store, certificates, and what waits for them. */
export const outsideGauges = {
  homeamp_open_pull_requests: {
    type: 'gauge',
    help: 'Open pull requests that this host answers.',
    labels: [],
    unit: 'count',
    isPassing: true,
  },
  homeamp_outbox_messages: {
    type: 'gauge',
    help: 'Statuses and posts that wait to be taken by the forge.',
    labels: [],
    unit: 'count',
  },
  homeamp_reachable: {
    type: 'gauge',
    help: '1 where the last request was answered, 0 where it was not. Only what was asked since the start.',
    labels: [TARGET],
    unit: 'boolean',
    isPassing: true,
  },
  homeamp_forge_rate_limit: {
    type: 'gauge',
    help: 'Requests that the forge allows this account in its period.',
    labels: [],
    unit: 'count',
    isPassing: true,
  },
  homeamp_forge_rate_remaining: {
    type: 'gauge',
    help: 'Requests that the forge still allows this account in this period.',
    labels: [],
    unit: 'count',
    isPassing: true,
  },
  homeamp_forge_rate_reset_timestamp_seconds: {
    type: 'gauge',
    help: 'When the period of the forge ends and a new one begins.',
    labels: [],
    unit: 'unix-seconds',
    isPassing: true,
  },
  homeamp_spooled_objects: {
    type: 'gauge',
    help: 'Objects that wait on this host for the store to be back.',
    labels: [],
    unit: 'count',
  },
  homeamp_last_backup_timestamp_seconds: {
    type: 'gauge',
    help: 'When files were last backed up, by the history of this host.',
    labels: [],
    unit: 'unix-seconds',
    isPassing: true,
  },
  homeamp_certificate_expiry_timestamp_seconds: {
    type: 'gauge',
    help: 'When the certificate of a configured address ends. Looked at once a day.',
    labels: [TARGET],
    unit: 'unix-seconds',
    isPassing: true,
  },
} as const satisfies Partial<Record<GaugeName, MetricSpec>>;
