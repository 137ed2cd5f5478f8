import type { AgentHost } from '../engine/agent/agent-host.ts';
import type { FileReplacer, HostWriters } from '../engine/apply/host-writers.ts';
import type { BackupPlace } from '../engine/backups/backup-places.ts';
import type { RestoreHost } from '../engine/backups/plan-restore.ts';
import type { DoctorParts } from '../engine/doctor/doctor-parts.ts';
import type { HostReaders } from '../engine/host-state.ts';
import type { RefusedEntry } from '../ports/archive-unpacker.ts';
import type { AuditTrail } from '../ports/audit-trail.ts';
import type { PluginDefaults } from '../ports/plugin-defaults.ts';
import type { SecretSealer } from '../ports/secret-sealer.ts';
import type { Signer } from '../ports/signer.ts';
import type { History } from '../ports/state-store.ts';
import type { TrackedFiles } from '../ports/tracked-files.ts';
import type { WorkbookReader } from '../ports/workbook-reader.ts';
import type { WorkbookWriter } from '../ports/workbook-writer.ts';
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
  /** AMP's folder of instances alone, for looking at servers that no repository describes yet. */
  readonly openServers: (ampRoot: string) => Promise<Pick<HostReaders, 'locals' | 'files'>>;
  /** Servers in a folder or an archive; `name` is for one that is not to be called as its folder. Close when done. */
  readonly openImportPlace: (place: string, name: string | undefined) => Promise<Opened<ImportPlace>>;
  /** The package's own `templates/`, by path below it. */
  readonly readTemplates: () => Promise<ReadonlyMap<string, string>>;
  /** Makes identities of age and encrypts. */
  readonly openSealer: () => Promise<SecretSealer>;
  /** The work tree of Git that holds a folder. Throws `MistakeError` where none does. */
  readonly openTrackedFiles: (dir: string) => Promise<TrackedFiles>;
  /** All that is given on the standard input, up to a MiB; undefined where that is a terminal. */
  readonly readInput: (() => Promise<string>) | undefined;
  /** Workbooks on disk: their bytes read and made. */
  readonly workbookFiles: WorkbookReader & WorkbookWriter;
  /** Plugins' own configuration files, wherever a person has them. */
  readonly pluginDefaults: PluginDefaults;
  /** Undefined where nobody can be asked. True for yes. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
  /** Undefined where nobody can be asked. */
  readonly questions: Questions | undefined;
  /** Calls back at each interrupt until the returned function is called, instead of ending the process. */
  readonly onInterrupt: (listener: () => void) => () => void;
}

/** Asks a person. Each throws `MistakeError` when the input ends or the person interrupts. */
export interface Questions {
  /** What was typed, without blanks around it; an empty answer gives the fallback, which is shown. */
  readonly prompt: (question: string, fallback: string) => Promise<string>;
  /** To the letter what was typed, which is not shown. */
  readonly promptHidden: (question: string) => Promise<string>;
  /** The index of the chosen one; an empty answer chooses the first. */
  readonly choose: (question: string, options: readonly string[]) => Promise<number>;
}

export interface Output {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Columns of the terminal; undefined where there is none. */
  readonly width: () => number | undefined;
}

/** Servers that no repository describes yet. */
export interface ImportPlace extends Pick<HostReaders, 'locals' | 'files' | 'jars' | 'clock'> {
  /** The folder of a host's instances, where the place is one as it lies there. */
  readonly ampRoot: string | undefined;
  /** Entries of an archive that were wanted and not taken. */
  readonly refused: readonly RefusedEntry[];
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
