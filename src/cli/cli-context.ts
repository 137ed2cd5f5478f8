import type { AgentHost } from '../engine/agent/agent-host.ts';
import type { FileReplacer, HostWriters } from '../engine/apply/host-writers.ts';
import type { BackupPlace } from '../engine/backups/backup-places.ts';
import type { RestoreHost } from '../engine/backups/plan-restore.ts';
import type { DoctorParts } from '../engine/doctor/doctor-parts.ts';
import type { HostReaders } from '../engine/host-state.ts';
import type { AuditTrail } from '../ports/audit-trail.ts';
import type { Signer } from '../ports/signer.ts';
import type { History } from '../ports/state-store.ts';
import type { Settings } from '../settings/settings.ts';

/** The world as commands see it; `main.ts` makes it. */
export interface CliContext {
  /** homeamp's own version. */
  readonly version: string;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Close when done. */
  readonly openReaders: (place: HostPlace) => Promise<Opened<CliReaders>>;
  /** Takes the state's lock until closed; `TransientError` when another process has it. */
  readonly openWriters: (place: HostPlace) => Promise<Opened<HostWriters>>;
  /** The state alone, for reading. */
  readonly openState: (
    stateDir: string,
  ) => Promise<Opened<Pick<CliReaders, 'history'> & { readonly audit: Pick<AuditTrail, 'list'> }>>;
  /** The state and the instances' files that it tells of, under the same lock. */
  readonly openStateWriters: (stateDir: string) => Promise<Opened<FileReplacer>>;
  /** The backups that lie in a state folder. Takes no lock. */
  readonly openBackups: (
    stateDir: string,
  ) => Promise<Opened<{ readonly places: readonly BackupPlace[]; readonly signer: Signer }>>;
  /** The state, the instances' files and where they lie, under the same lock. */
  readonly openRestorer: (place: Omit<HostPlace, 'repo'>) => Promise<Opened<RestoreHost>>;
  /** The repository alone, for commands that need no host. */
  readonly openRepository: (place: Pick<HostPlace, 'repo' | 'stateDir'>) => Promise<RepositoryReaders>;
  /** The agent of this host, as its settings say, for orders and for looking. */
  readonly openAgent: (
    settings: Settings,
  ) => Promise<{ readonly agent: AgentHost; readonly close: () => Promise<void> }>;
  /** What doctor looks at, as far as the settings in this file can be used. Throws for none of their mistakes. */
  readonly openDoctor: (
    settingsFile: string,
  ) => Promise<{ readonly parts: DoctorParts; readonly close: () => Promise<void> }>;
  /** Runs the agent until a signal ends it, or for one pass. */
  readonly startAgent: (
    settings: Settings,
    options: { readonly once: boolean },
  ) => Promise<'stopped' | 'done' | 'failed'>;
  /** Undefined where nobody can be asked. True for yes. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
  /** Calls back at each interrupt until the returned function is called, instead of ending the process. */
  readonly onInterrupt: (listener: () => void) => () => void;
}

export interface Output {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Columns of the terminal; undefined where there is none. */
  readonly width: () => number | undefined;
}

/** Where a command works; every path is as the person gave it or the default. */
export interface HostPlace {
  readonly repo: string;
  readonly ampRoot: string;
  readonly stateDir: string;
}

export interface CliReaders extends HostReaders {
  readonly history: Pick<History, 'get' | 'list'>;
  /** True when the repository is a folder with changes that its last commit does not have. */
  readonly hasUncommittedChanges: () => Promise<boolean>;
}

type RepositoryReaders = Pick<HostReaders, 'source' | 'workbooks' | 'secrets'>;

export interface Opened<T> {
  readonly host: T;
  readonly close: () => Promise<void>;
}
