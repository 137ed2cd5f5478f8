import type { LiveFileWriter } from '../../ports/live-files.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { History } from '../../ports/state-store.ts';
import type { HostReaders } from '../host-state.ts';

/** What applying needs beyond reading. */
export interface HostWriters extends HostReaders {
  readonly writer: LiveFileWriter;
  readonly backups: ObjectStore;
  readonly history: History;
}

/** What replacing files and recovering take: neither the repository nor the folder of instances. */
export type FileReplacer = Pick<
  HostWriters,
  'files' | 'writer' | 'backups' | 'applied' | 'journal' | 'history' | 'clock' | 'control'
>;
