import type { Suspension } from '../core/model/suspension.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { Clock } from '../ports/clock.ts';
import type { InstanceControl } from '../ports/instance-control.ts';
import type { LiveFileReader } from '../ports/live-files.ts';
import type { LocalInstances } from '../ports/local-instances.ts';
import type { Notes } from '../ports/notes.ts';
import type { JarCache, JarReader } from '../ports/plugin-inventory.ts';
import type { SecretSource } from '../ports/secret-source.ts';
import type { ServerWatch } from '../ports/server-operator.ts';
import type { SourceRepository } from '../ports/source-repository.ts';
import type { AppliedRecords, Fingerprints, Journal, ObservationCache } from '../ports/state-store.ts';
import type { WorkbookReader } from '../ports/workbook-reader.ts';

/** All that a pass reads from. Nothing in it can write to an instance. */
export interface HostReaders {
  readonly source: SourceRepository;
  readonly workbooks: WorkbookReader;
  readonly files: LiveFileReader;
  readonly locals: LocalInstances;
  readonly jars: JarReader;
  readonly knownJars: JarCache;
  readonly control: InstanceControl;
  /** Undefined where only processes and files can be looked at. */
  readonly amp: AmpSight | undefined;
  readonly applied: AppliedRecords;
  readonly observations: ObservationCache;
  readonly journal: Journal;
  readonly fingerprints: Fingerprints;
  readonly secrets: SecretSource;
  readonly clock: Clock;
  /** What people on this host have paused, asked anew each time; some of it may be over. */
  readonly suspensions: () => readonly Suspension[];
  /** homeamp's own version. */
  readonly version: string;
}

/** What can be known of servers through AMP and of what homeamp is doing with them. */
export interface AmpSight {
  readonly watch: ServerWatch;
  /** What is under way on the servers, and since when they wait. */
  readonly notes: Pick<Notes, 'get' | 'names'>;
  readonly calendar: Calendar;
}
