import type { Issue } from '../../core/model/issue.ts';
import type { AmpAccess } from '../../ports/amp-access.ts';
import type { ReadCertificate } from '../../ports/certificates.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ForgeAccess } from '../../ports/forge-access.ts';
import type { HostProbe } from '../../ports/host-probe.ts';
import type { LocalInstances } from '../../ports/local-instances.ts';
import type { Notes } from '../../ports/notes.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { FollowedBranch, RepositoryHistory } from '../../ports/repository-history.ts';
import type { SecretSource } from '../../ports/secret-source.ts';
import type { ServiceProbe } from '../../ports/service-probe.ts';
import type { Signer } from '../../ports/signer.ts';
import type { Spool } from '../../ports/spool.ts';
import type { Journal } from '../../ports/state-store.ts';
import type { WebProbe } from '../../ports/web-probe.ts';
import type { WorkbookReader } from '../../ports/workbook-reader.ts';
import type { TrialGround } from './trial-ground.ts';

/** Something that the settings give, or why it is not there: they don't ask for it, or can't be used. */
export type Given<T> =
  | { readonly kind: 'given'; readonly value: T }
  | { readonly kind: 'not-given'; readonly why: string };

/** All that doctor looks at. Nothing is asked before a check asks it. */
export interface DoctorParts {
  readonly clock: Clock;
  readonly probe: HostProbe;
  readonly web: WebProbe;
  readonly readCertificate: ReadCertificate;
  readonly services: ServiceProbe;
  readonly settings: SettingsParts;
  /** This host's name in the fleet. */
  readonly host: Given<string>;
  readonly state: Given<StateParts>;
  readonly instances: Given<{ readonly folder: string; readonly locals: LocalInstances }>;
  readonly repository: Given<RepositoryParts>;
  readonly forge: Given<ForgeAccess>;
  /** True where the settings have homeamp open pull requests of its own. */
  readonly proposes: boolean;
  readonly store: Given<StoreParts>;
  readonly amp: Given<AmpAccess>;
  /** Where the agent answers while it runs: an address of http, without a path. */
  readonly http: Given<string>;
  readonly secrets: SecretSource;
  readonly signer: Pick<Signer, 'verify'>;
  /** This host's public key. Throws `MistakeError` where its file can't be used. */
  readonly publicKey: Given<() => string>;
  /** Addresses of http and https that the settings name, by what they are. */
  readonly endpoints: readonly { readonly name: string; readonly url: string }[];
  /** What `--after-install` takes; undefined where the settings do not allow it. */
  readonly trial: Given<() => Promise<TrialGround>>;
  readonly planHost: Given<() => Promise<HostPlanFacts>>;
}

export interface SettingsParts {
  readonly file: string;
  readonly issues: readonly Issue[];
  /** Files of keys that the settings name. */
  readonly keyFiles: readonly KeyFile[];
}

export interface KeyFile {
  /** As in the settings: `source.sshKey`. */
  readonly setting: string;
  readonly path: string;
  /** True where nobody but its owner may read it. */
  readonly isPrivate: boolean;
}

export interface StateParts {
  readonly folder: string;
  /** Opens what is there; close when done. */
  readonly open: () => Promise<OpenedState>;
  /** The process that runs as this host's agent, by its claim; undefined where none does. */
  readonly agentProcess: () => number | undefined;
}

export interface OpenedState {
  readonly notes: Pick<Notes, 'get'>;
  readonly journal: Pick<Journal, 'unfinished'>;
  readonly close: () => Promise<void>;
}

export interface RepositoryParts {
  readonly branch: FollowedBranch;
  readonly history: RepositoryHistory;
  readonly workbooks: WorkbookReader;
}

export interface StoreParts {
  /** Everything of this host: the remote store itself, past what is kept on this host for when it is away. */
  readonly backups: ObjectStore;
  /** Shared by all hosts; this one writes below its own name. */
  readonly reports: ObjectStore;
  /** Undefined where nothing waits for a store. */
  readonly spool: Pick<Spool, 'pending'> | undefined;
}

/** What a plan of the real instances came to. */
export interface HostPlanFacts {
  readonly instances: number;
  readonly keys: number;
  readonly blocked: readonly { readonly instance: string; readonly message: string }[];
}
