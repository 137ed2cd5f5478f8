import type { AuditTrail } from '../../ports/audit-trail.ts';
import type { LiveFileWriter } from '../../ports/live-files.ts';
import type { Notes } from '../../ports/notes.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { ServerOperator } from '../../ports/server-operator.ts';
import type { ServerPing } from '../../ports/server-ping.ts';
import type { Signer } from '../../ports/signer.ts';
import type { History } from '../../ports/state-store.ts';
import type { AmpSight, HostReaders } from '../host-state.ts';

/** What applying needs beyond reading. */
export interface HostWriters extends HostReaders {
  readonly writer: LiveFileWriter;
  readonly backups: ObjectStore;
  /** The same for putting files back, which never waits for a store that is away. */
  readonly undoBackups: ObjectStore;
  readonly notes: Notes;
  /** Each entry is in the audit trail as well. */
  readonly history: History;
  readonly audit: Pick<AuditTrail, 'append'>;
  readonly signer: Signer;
  /** Undefined where nothing can be stopped, started or reloaded. */
  readonly amp: AmpHands | undefined;
}

/** What replacing files and recovering take: neither the repository nor the folder of instances. */
export type FileReplacer = Pick<
  HostWriters,
  | 'files'
  | 'writer'
  | 'backups'
  | 'undoBackups'
  | 'applied'
  | 'journal'
  | 'history'
  | 'audit'
  | 'signer'
  | 'clock'
  | 'control'
>;

/** What steering servers takes. */
export interface AmpHands extends AmpSight {
  readonly operator: ServerOperator;
  readonly ping: ServerPing;
  readonly notes: Notes;
  /** Lets time pass between two looks at a server. */
  readonly rest: (millis: number) => Promise<void>;
}
