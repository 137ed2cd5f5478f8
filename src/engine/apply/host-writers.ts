import type { LiveFileWriter } from '../../ports/live-files.ts';
import type { Notes } from '../../ports/notes.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { ServerOperator } from '../../ports/server-operator.ts';
import type { ServerPing } from '../../ports/server-ping.ts';
import type { History } from '../../ports/state-store.ts';
import type { AmpSight, HostReaders } from '../host-state.ts';

/** What applying needs beyond reading. */
export interface HostWriters extends HostReaders {
  readonly writer: LiveFileWriter;
  readonly backups: ObjectStore;
  readonly history: History;
  /** Undefined where nothing can be stopped, started or reloaded. */
  readonly amp: AmpHands | undefined;
}

/** What replacing files and recovering take: neither the repository nor the folder of instances. */
export type FileReplacer = Pick<
  HostWriters,
  'files' | 'writer' | 'backups' | 'applied' | 'journal' | 'history' | 'clock' | 'control'
>;

/** What steering servers takes. */
export interface AmpHands extends AmpSight {
  readonly operator: ServerOperator;
  readonly ping: ServerPing;
  readonly notes: Notes;
}
