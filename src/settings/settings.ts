import type { GitHubAuth } from '../adapters/forge/index.ts';
import type { Every } from '../core/model/schedule.ts';
import type { Secret } from '../core/model/secret.ts';

/** What an agent is told by its own file: checked, defaults filled in, secrets fetched. Every path is absolute. */
export interface Settings {
  /** This host's name in the fleet. */
  readonly host: string;
  readonly source: SourceSettings;
  readonly forge: ForgeSettings;
  readonly gates: GateSettings;
  readonly amp: AmpSettings;
  /** homeamp's own folder. */
  readonly state: string;
  readonly store: StoreSettings;
  /** Its file could be read when the settings were; undefined where the environment alone has secrets. */
  readonly secrets: {
    readonly file: string | undefined;
    /** Of age; it could be read as well. Undefined: the one in the state folder, where there is one. */
    readonly identity: string | undefined;
  };
  readonly schedule: ScheduleSettings;
  readonly http: HttpSettings | undefined;
  /** `auto`: text on a terminal, JSON elsewhere. */
  readonly log: { readonly format: 'auto' | 'text' | 'json' };
}

export interface SourceSettings {
  /** A folder, or an address without credentials. */
  readonly url: string;
  /** Undefined: the remote's default branch. */
  readonly branch: string | undefined;
  readonly access: SourceAccess;
}

/** How the repository is entered. */
export type SourceAccess =
  /** Nothing is given: by ssh the user's own keys are tried. */
  | { readonly kind: 'none' }
  | { readonly kind: 'password'; readonly username: string; readonly password: Secret<string> }
  /** With what the forge is entered with, since the repository lies on its host. */
  | { readonly kind: 'forge' }
  | { readonly kind: 'ssh'; readonly keyFile: string; readonly knownHostsFile: string };

export type ForgeSettings =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'github';
      /** Without a slash at its end. */
      readonly apiUrl: string;
      /** `owner/name`. */
      readonly repository: string;
      readonly auth: GitHubAuth;
      /** Least time between two requests that write. */
      readonly writeGapMillis: number;
      /** Open pull requests of our own for ticked boxes. */
      readonly proposals: boolean;
    };

export type AmpSettings =
  | { readonly kind: 'files'; readonly instances: string }
  | {
      readonly kind: 'api';
      readonly instances: string;
      /** Https, or http on loopback. */
      readonly url: string;
      readonly username: string;
      readonly password: Secret<string>;
      readonly session: 'auto' | 'bearer' | 'body';
    };

export type StoreSettings = LocalStoreSettings | S3StoreSettings;

export interface LocalStoreSettings {
  readonly kind: 'local';
  /** Undefined: in the state folder. */
  readonly reports: string | undefined;
  readonly keep: BackupRetention;
}

export interface S3StoreSettings {
  readonly kind: 's3';
  /** Https, or http on loopback; without a path. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKey: Secret<string>;
  readonly secretKey: Secret<string>;
  readonly buckets: { readonly backups: string; readonly reports: string };
  /** Undefined: backups leave this host as they are. */
  readonly encryptionKey: Secret<string> | undefined;
  /** `hold`: nothing is applied while the store is away. */
  readonly whenAway: 'hold' | 'local';
  readonly keep: BackupRetention;
}

/** A backup goes when it is older than this, and so many newer ones of its instance stay. */
export interface BackupRetention {
  readonly forMillis: number;
  readonly atLeast: number;
}

export interface GateSettings {
  readonly signatures: {
    readonly required: boolean;
    readonly allowedSignersFile: string | undefined;
    readonly gnupgHome: string | undefined;
  };
  /** Never fewer than this, whatever the fleet's policy says. */
  readonly minimumApprovals: number;
  readonly trustFirstRevision: boolean;
}

export interface ScheduleSettings {
  readonly poll: Every;
  readonly pulls: Every;
  readonly scan: Every;
  /** Share of an interval, from 0 to 0.5. */
  readonly jitter: number;
}

export interface HttpSettings {
  /** Port 0 takes a free one. */
  readonly listen: ListenAddress;
  /** What requests must bring; always there unless the address is a loopback one. */
  readonly token: Secret<string> | undefined;
  readonly webhook: { readonly secret: Secret<string> } | undefined;
}

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}
