import type { AppliedRecord, Fingerprint } from '../core/model/applied-record.ts';
import type { Instance, InstanceId, InstancePath } from '../core/model/instance.ts';
import type { StatIdentity } from '../core/model/live-file.ts';
import type { Suspension } from '../core/model/suspension.ts';

/** What was last written per file. Writes are durable when they return. */
export interface AppliedRecords {
  get(instance: InstanceId): ReadonlyMap<InstancePath, AppliedRecord>;
  /** Replaces the records of the named files at once; undefined forgets one. */
  put(instance: InstanceId, records: ReadonlyMap<InstancePath, AppliedRecord | undefined>): void;
}

/**
 * Remembers files that were found equal to the desired state, so that a steady pass only stats them. A cache: losing
 * it costs time alone, and it may lag behind a crash.
 */
export interface ObservationCache {
  get(instance: InstanceId): InstanceObservation | undefined;
  put(instance: InstanceId, observation: InstanceObservation | undefined): void;
  /** Which instances a desired state has on this host, so that a steady pass need not parse the repository. */
  getRoster(): HostRoster | undefined;
  putRoster(roster: HostRoster): void;
}

export interface HostRoster {
  readonly renderKey: string;
  readonly host: string;
  /** Managed instances of the host. */
  readonly instances: readonly Instance[];
  /** What the repository suspends, also what is over. */
  readonly suspensions: readonly Suspension[];
}

export interface InstanceObservation {
  /** Names the rendered files: tree id, homeamp version, and all else that rendering depends on. */
  readonly renderKey: string;
  /** The whole number of owned keys, for the counts of a pass which did not compare. */
  readonly ownedKeys: number;
  /** Files in sync when last read, and their identity then. A managed file that is not listed must be read. */
  readonly clean: ReadonlyMap<InstancePath, StatIdentity>;
  /** True when `clean` is all of the instance's managed files. */
  readonly complete: boolean;
}

/** Entries of applies that have begun; an entry that is still there at the next start is recovered. */
export interface Journal {
  /** Durable when it returns. The same id replaces. */
  write(entry: JournalEntry): void;
  remove(id: string): void;
  unfinished(): readonly JournalEntry[];
}

export interface JournalEntry {
  readonly id: string;
  /** `staging`: no target touched. `committing`: some targets may be new. `committed`: all are, records may be not. `frozen`: putting back failed. */
  readonly step: 'staging' | 'committing' | 'committed' | 'restoring' | 'frozen';
  readonly instance: InstanceId;
  readonly root: string;
  readonly startedAt: number;
  readonly files: readonly JournalFile[];
  /** JSON of what recovery must record when it rolls forward. */
  readonly payload: string;
}

export interface JournalFile {
  readonly path: InstancePath;
  /** SHA-256 hex or `absent`. */
  readonly before: string;
  readonly after: string;
  readonly temporaryName: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** What was done on this host, oldest first by id. */
export interface History {
  append(entry: HistoryEntry): void;
  get(id: string): HistoryEntry | undefined;
  /** Newest first. */
  list(limit: number): readonly HistoryEntry[];
}

export interface HistoryEntry {
  /** Sorts by time; unique even within a millisecond. */
  readonly id: string;
  readonly at: number;
  readonly kind: 'apply' | 'rollback' | 'restore' | 'recovery';
  readonly instance: InstanceId;
  readonly revision: string;
  readonly planId: string;
  readonly outcome: 'applied' | 'rolled-back' | 'stuck';
  /** For a rollback the entry that was undone, for a restore the backup set that was brought back. */
  readonly of: string | undefined;
  readonly files: readonly JournalFile[];
  readonly keys: number;
  /** Why it failed; empty for a success. */
  readonly message: string;
  /** The journal's payload: what undoing must record. */
  readonly payload: string;
}

/** Makes keyed fingerprints with the host's own key, which never leaves the state folder. */
export interface Fingerprints {
  of(text: string): Fingerprint;
}
