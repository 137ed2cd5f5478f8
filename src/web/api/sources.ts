import type { AuditEntry } from '../../core/model/audit-event.ts';
import type { Report } from '../../core/report/report.ts';
import type { HistoryEntry } from '../../ports/state-store.ts';
import type { ApiBackup, ApiHost, ApiPass, ApiPassKey, ApiStatus } from './schemas.ts';

/** What is wanted of a list. */
export interface Slice {
  readonly limit: number;
  /** The id or key of the last one that is known already. */
  readonly after: string | undefined;
}

/**
 * What the API may tell, all of it known to the agent already: nothing here touches a live file or waits for a pass.
 * Those that ask a store may throw `TransientError` while it is away.
 */
export interface ApiSources {
  /** All of it but the findings, which are the report's. */
  status(): Omit<ApiStatus, 'found'>;
  /** Of the last comparison since the start. */
  report(): Report | undefined;
  /** Newest first. */
  history(limit: number): readonly HistoryEntry[];
  /** Newest first. */
  audit(slice: Slice): readonly AuditEntry[];
  /** Newest first; of this host alone. */
  passes(slice: Slice): Promise<readonly ApiPassKey[]>;
  /** Undefined where there is none of this key. */
  pass(key: string): Promise<ApiPass | undefined>;
  /** Those of the fleet, as their heartbeats show them. */
  hosts(): Promise<readonly ApiHost[]>;
  /** Newest first. */
  backups(slice: Slice): Promise<readonly ApiBackup[]>;
}
