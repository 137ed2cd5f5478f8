/** Labels of a sample by name. Values are few and never a secret, a path or anything of a file. */
export type SampleLabels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels?: SampleLabels;
  readonly value: number;
}

export type CounterName = 'homeamp_passes_total' | 'homeamp_applies_total' | 'homeamp_requests_total';

export type HistogramName = 'homeamp_pass_duration_seconds';

export type GaugeName =
  | 'homeamp_build_info'
  | 'homeamp_revision_info'
  | 'homeamp_last_pass_timestamp_seconds'
  | 'homeamp_last_success_timestamp_seconds'
  | 'homeamp_poll_interval_seconds'
  | 'homeamp_instances'
  | 'homeamp_instance_state'
  | 'homeamp_keys'
  | 'homeamp_drifted_since_timestamp_seconds'
  | 'homeamp_waiting_since_timestamp_seconds'
  | 'homeamp_revision_held_since_timestamp_seconds'
  | 'homeamp_stage_since_timestamp_seconds'
  | 'homeamp_frozen_instances'
  | 'homeamp_servers'
  | 'homeamp_suspensions'
  | 'homeamp_open_pull_requests'
  | 'homeamp_outbox_messages'
  | 'homeamp_reachable'
  | 'homeamp_forge_rate_limit'
  | 'homeamp_forge_rate_remaining'
  | 'homeamp_forge_rate_reset_timestamp_seconds'
  | 'homeamp_spooled_objects'
  | 'homeamp_last_backup_timestamp_seconds'
  | 'homeamp_certificate_expiry_timestamp_seconds';

/** What came of asking another server: `limited` where it refused since too much was asked. */
export type RequestResult = 'ok' | 'failed' | 'limited';

/** Takes figures that somebody may read at any time. Never throws, and waits for nobody. */
export interface Telemetry {
  /** Adds one. */
  count(name: CounterName, labels: SampleLabels): void;
  observe(name: HistogramName, value: number): void;
  /** These are all samples of the gauge from here on: without any it is not shown. */
  set(name: GaugeName, samples: readonly Sample[]): void;
  /** One sample of the gauge; the others stay. */
  put(name: GaugeName, sample: Sample): void;
}
