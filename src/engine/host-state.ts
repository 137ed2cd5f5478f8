import type { Clock } from '../ports/clock.ts';
import type { InstanceControl } from '../ports/instance-control.ts';
import type { LiveFileReader } from '../ports/live-files.ts';
import type { LocalInstances } from '../ports/local-instances.ts';
import type { SecretSource } from '../ports/secret-source.ts';
import type { SourceRepository } from '../ports/source-repository.ts';
import type { AppliedRecords, Fingerprints, Journal, ObservationCache } from '../ports/state-store.ts';
import type { WorkbookReader } from '../ports/workbook-reader.ts';

/** All that a pass reads from. Nothing in it can write to an instance. */
export interface HostReaders {
  readonly source: SourceRepository;
  readonly workbooks: WorkbookReader;
  readonly files: LiveFileReader;
  readonly locals: LocalInstances;
  readonly control: InstanceControl;
  readonly applied: AppliedRecords;
  readonly observations: ObservationCache;
  readonly journal: Journal;
  readonly fingerprints: Fingerprints;
  readonly secrets: SecretSource;
  readonly clock: Clock;
  /** homeamp's own version. */
  readonly version: string;
}
