import type { InstanceId } from '../model/instance.ts';
import type { HoldReason } from '../model/plan.ts';
import type { ServerState } from '../model/server-look.ts';
import type { SuspensionInForce, SuspensionScope } from '../model/suspension.ts';
import type { UnknownFolder } from './unknown-folder.ts';

/** What a pass saw and did on a host. The JSON of `plan`, `apply` and `status`; it never holds a secret. */
export interface Report {
  /** homeamp's own version. */
  readonly version: string;
  readonly host: string;
  /** True where homeamp stops, starts and reloads servers through AMP. */
  readonly steersServers: boolean;
  readonly revision: RevisionReport;
  readonly planId: string;
  readonly instances: readonly InstanceReport[];
  /** What is on the host and the fleet does not name; AMP's controllers are never among them. */
  readonly unknownFolders: readonly UnknownFolder[];
  /** What AMP's registry of instances says and can't be used, as sentences. */
  readonly registryTroubles: readonly string[];
  readonly totals: Totals;
  /** Null where no agent keeps the host, or nobody asked for it. */
  readonly course: CourseReport | null;
  /** Those in force on this host, also where they hold nothing back now. */
  readonly suspensions: readonly SuspensionReport[];
  /** Restarts that people ordered on this host and that are not done yet; empty where nobody asked for them. */
  readonly restartOrders: readonly RestartOrderReport[];
}

export interface SuspensionReport {
  readonly kind: SuspensionScope['kind'];
  /** Null for the whole fleet; an instance by its id. */
  readonly name: string | null;
  /** Who paused it: a person on the host, or the repository's file and line. */
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since 1970, UTC; null when it ends by order alone. */
  readonly until: number | null;
  readonly origin: SuspensionInForce['origin'];
}

export interface RestartOrderReport {
  readonly instance: InstanceId;
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** Which revision the agent of a host keeps to, and why newer ones wait. */
export interface CourseReport {
  /** Null before the first one. */
  readonly accepted: AcceptedReport | null;
  readonly held: HeldReport | null;
  /** How far this host is with each stage of the accepted revision that it has instances of; empty when that is long ago. */
  readonly stages: readonly StageReport[];
}

export interface StageReport {
  readonly stage: string;
  readonly word: string;
  /** When it has soaked, in milliseconds since 1970, UTC; null unless it soaks. */
  readonly until: number | null;
}

export interface AcceptedReport {
  readonly revision: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly how: string;
  /** Who approved, signed or ordered it. */
  readonly by: readonly string[];
  readonly reason: string;
}

export interface HeldReport extends Reason {
  /** The first commit that waits. */
  readonly commit: string;
}

export interface RevisionReport {
  readonly kind: 'commit' | 'files';
  /** The commit's 40 hex digits, or the digest of the files. */
  readonly id: string;
  readonly subject: string | null;
}

export const INSTANCE_STATES = [
  'InSync',
  'Pending',
  'Drifted',
  'AppliedNotLoaded',
  'Blocked',
  'Suspended',
  'Failed',
  'Unknown',
] as const;
export type InstanceState = (typeof INSTANCE_STATES)[number];

export interface InstanceReport {
  readonly id: InstanceId;
  readonly name: string;
  readonly platform: string;
  readonly stage: string | null;
  readonly state: InstanceState;
  /** Null for an instance that is in sync. */
  readonly reason: Reason | null;
  readonly counts: Counts;
  readonly findings: readonly Finding[];
  readonly changes: readonly KeyChangeReport[];
  readonly activation: ActivationReport;
  /** Null unless something was applied. */
  readonly outcome: OutcomeReport | null;
  /** Null when nothing was ever applied, or when the history was not looked at. */
  readonly lastApply: LastApply | null;
  /** Null where nobody had to look at the server, or nobody can. */
  readonly server: ServerReport | null;
  /** What the server's console said when it did not do well with a change; secrets are taken out. */
  readonly evidence: readonly string[];
}

/** A server as it was seen last, and where it is on its way to new files. */
export interface ServerReport {
  /** Null where it was not looked at. */
  readonly state: ServerState | null;
  /** Null where nobody knows. */
  readonly players: number | null;
  /** Null while nothing is under way. */
  readonly step: string | null;
  /** When the step began, in milliseconds since 1970, UTC. */
  readonly since: number | null;
}

export interface Reason {
  /** Stable kebab-case name. */
  readonly code: string;
  readonly message: string;
  /** What would change it. */
  readonly help: string;
}

/** Owned keys by verdict. */
export interface Counts {
  readonly inSync: number;
  readonly converged: number;
  readonly unadopted: number;
  readonly pending: number;
  readonly drifted: number;
  readonly conflicting: number;
  /** In files that could not be compared. */
  readonly unknown: number;
}

/** A managed file that is not there or could not be compared. */
export interface Finding {
  readonly kind: 'missing' | 'plugin-missing' | 'unreadable';
  readonly plugin: string;
  readonly file: string;
  /** Why it can't be read; null for what is missing. */
  readonly reason: string | null;
  /** From 1; 0 where no place is known. */
  readonly line: number;
  readonly column: number;
}

/** A key that differs: written by an apply, or held. */
export interface KeyChangeReport {
  readonly instance: InstanceId;
  readonly plugin: string;
  readonly file: string;
  readonly key: string;
  readonly verdict: string;
  readonly action: 'set' | 'remove';
  readonly live: ValueReport;
  readonly desired: ValueReport;
  readonly origin: OriginReport;
  /** AMP's own setting behind the key, which AMP writes into the file at each start; null for all others. */
  readonly ampSetting: string | null;
  /** Null for a key that an apply writes. */
  readonly held: { readonly reason: HoldReason; readonly detail: string | null } | null;
}

/** One of its members: a value, or what is known of it in its place. */
export type ValueReport =
  | { readonly value: JsonValue }
  | { readonly absent: true }
  /** Keys of the server's own lie below. */
  | { readonly section: true }
  | { readonly secret: true }
  /** The key's value is the text of the whole file. */
  | { readonly wholeFile: { readonly lines: number } };

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export interface OriginReport {
  readonly layer: 'baseline' | 'host' | 'group' | 'instance';
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly reason: string | null;
}

export type ActivationReport =
  | { readonly kind: 'none' }
  | { readonly kind: 'reload'; readonly commands: readonly string[] }
  /** `causes` are the files that no command reloads. */
  | { readonly kind: 'restart'; readonly causes: readonly string[] };

export interface OutcomeReport {
  readonly kind: 'applied' | 'unchanged' | 'blocked' | 'failed' | 'skipped';
  /** What `rollback` takes; null unless applied. */
  readonly id: string | null;
  readonly files: number;
  readonly keys: number;
}

/** An outcome before it is reported: its failure becomes the instance's reason. */
export interface InstanceOutcomeFacts extends OutcomeReport {
  /** Null unless it failed. */
  readonly failure: Reason | null;
}

export interface LastApply {
  readonly id: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly kind: 'apply' | 'rollback' | 'restore' | 'recovery';
  readonly revision: string;
}

export interface Totals {
  readonly instances: number;
  readonly states: Readonly<Record<InstanceState, number>>;
  readonly counts: Counts;
  /** Keys that an apply would write, or wrote. */
  readonly changes: number;
  readonly held: number;
}
