/** One label of a metric. */
export interface LabelSpec {
  readonly name: string;
  readonly means: string;
  /** All that it can be; undefined where the fleet says what there is. */
  readonly values?: readonly string[];
}

/** A metric as people must know it. */
export interface MetricSpec {
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** Begins with a capital and ends with a full stop; stands in the output as well. */
  readonly help: string;
  readonly labels: readonly LabelSpec[];
  readonly unit: 'seconds' | 'unix-seconds' | 'count' | 'boolean' | 'info';
  /** Upper bounds, for histograms alone. */
  readonly buckets?: readonly number[];
  /** True where it is there only while what it tells of is. */
  readonly isPassing?: true;
}
