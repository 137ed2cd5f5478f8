import type { RetentionRule } from '../../core/backups/decide-retention.ts';
import type { AuditTrail } from '../../ports/audit-trail.ts';
import type { Calendar } from '../../ports/calendar.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Forge } from '../../ports/forge.ts';
import type { Log } from '../../ports/log.ts';
import type { Notes } from '../../ports/notes.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { FollowedBranch, ProposedHeads, RepositoryHistory } from '../../ports/repository-history.ts';
import type { Signer } from '../../ports/signer.ts';
import type { SourceRepository } from '../../ports/source-repository.ts';
import type { Spool } from '../../ports/spool.ts';
import type { HostWriters } from '../apply/host-writers.ts';
import type { BackupPlace } from '../backups/backup-places.ts';

/** What the host's own file demands beside the fleet's policy; no commit can loosen it. */
export interface HostGates {
  readonly signaturesRequired: boolean;
  /** True when the host has a list of allowed signers or a keyring. */
  readonly hasSigners: boolean;
  readonly minimumApprovals: number;
  /** Apply the branch as it is found at the first start. */
  readonly trustFirstRevision: boolean;
}

/** One host's agent: the repository it follows, the forge it speaks to, and the host that it keeps. */
export interface AgentHost {
  /** As the fleet names this host. */
  readonly name: string;
  readonly gates: HostGates;
  readonly branch: FollowedBranch;
  readonly history: RepositoryHistory;
  readonly heads: ProposedHeads;
  readonly forge: Forge;
  /** True where a ticked box in the issue about drift has a pull request opened. */
  readonly takesTicks: boolean;
  readonly notes: Notes;
  readonly audit: AuditTrail;
  /** What the action writes to notes and trail becomes durable together, before it returns. */
  readonly atOnce: (action: () => void) => void;
  /** Whole reports, for what is too long to be told elsewhere. */
  readonly reports: ObjectStore;
  /** What of reports and backups waits to be handed over. */
  readonly spool: Spool;
  /** Where its backups lie, the nearest place first. */
  readonly backupPlaces: readonly BackupPlace[];
  /** How long its backups are kept. */
  readonly retention: RetentionRule;
  /** Signs what this host says to others, and checks what they say. */
  readonly signer: Signer;
  readonly log: Log;
  readonly clock: Clock;
  readonly calendar: Calendar;
  /** The host's parts, reading the desired state from this source. */
  readonly over: (source: SourceRepository) => HostWriters;
  /** Takes the state's lock; `TransientError` when another process has it. */
  readonly lock: () => () => void;
}

/** The context of this host's commit statuses. */
export function statusContext(host: string): string {
  return `homeamp/${host}`;
}
