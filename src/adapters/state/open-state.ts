import { join } from 'node:path';
import type { AuditTrail } from '../../ports/audit-trail.ts';
import type { Notes } from '../../ports/notes.ts';
import type { JarCache } from '../../ports/plugin-inventory.ts';
import type {
  AppliedRecords,
  Fingerprints,
  History,
  Journal,
  ObservationCache,
} from '../../ports/state-store.ts';
import { createAppliedRecords } from './applied-records.ts';
import { createAuditTrail } from './audit-trail.ts';
import { type Database, openDatabase } from './database.ts';
import { createFingerprints } from './fingerprints.ts';
import { createHistory } from './history.ts';
import { readHostKey } from './host-key.ts';
import { createJournal } from './journal.ts';
import { createNotes } from './notes.ts';
import { createObservationCache } from './observation-cache.ts';
import { prepareFolder } from './state-folder.ts';

/** Everything that homeamp remembers on a host. Several processes may have it open; take `lockState` before writing. */
export interface State {
  readonly applied: AppliedRecords;
  readonly observations: ObservationCache;
  readonly knownJars: JarCache;
  readonly journal: Journal;
  readonly history: History;
  readonly fingerprints: Fingerprints;
  readonly notes: Notes;
  readonly audit: AuditTrail;
  /** All that `action` writes here becomes durable together, before it returns. */
  readonly atOnce: (action: () => void) => void;
  /** False when the folder may only be read: every write then throws. */
  readonly writable: boolean;
  /** Writes what the observation cache still holds back. */
  close(): Promise<void>;
}

/**
 * Opens the state folder, making it (mode 0700) when it is missing. Throws `MistakeError` when it can't be used or was
 * written by a newer homeamp, `StuckError` when it is damaged. `actor` is who runs this process, for the audit trail.
 */
export async function openState(dir: string, actor = 'homeamp'): Promise<State> {
  const writable = prepareFolder(dir);
  const hostKey = readHostKey(join(dir, 'host.key'), writable);
  const database = await openDatabase(join(dir, 'state.mdb'), writable);
  return { ...partsOf(database, actor), fingerprints: createFingerprints(hostKey), writable };
}

function partsOf(database: Database, actor: string): Omit<State, 'fingerprints' | 'writable'> {
  const audit = createAuditTrail(database, { actor });
  const { observations, knownJars, flush } = createObservationCache(database);
  return {
    applied: createAppliedRecords(database),
    observations,
    knownJars,
    journal: createJournal(database),
    history: createHistory(database, audit),
    notes: createNotes(database),
    audit,
    atOnce: database.transaction,
    close: async () => {
      flush();
      await database.close();
    },
  };
}
