import { type InstanceId, isInstanceNamed } from './instance.ts';

/** What an audit trail knows of, in the order of a change's life. */
export const AUDIT_KINDS = [
  'agent-started',
  'agent-stopped',
  'revision-accepted',
  'revision-held',
  'history-accepted',
  'glass-broken',
  'apply-by-hand',
  'run-applied',
  'run-failed',
  'run-stuck',
  'run-rolled-back',
  'run-taken-back',
  'run-restored',
  'run-recovered',
  'suspended',
  'resumed',
  'held-change-released',
  'restart-ordered',
  'restart-cancelled',
  'server-stopped',
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

export type AuditFact = string | number | boolean | readonly (string | number)[];

/** A deed that somebody must answer for: who did what, when, with which commit and which approval. Never a value of a file, never a secret. */
export interface AuditEvent {
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly kind: AuditKind;
  /** People by their login, signers by their name, users of the host by theirs; `homeamp` where it decided by itself. */
  readonly by: readonly string[];
  readonly instance: InstanceId | null;
  /** The commit or its beginning, or `files:…` where there was none. */
  readonly commit: string | null;
  /** What was said with it, or why it came to it; empty where that is plain. */
  readonly reason: string;
  /** What else belongs to this kind, by its name. */
  readonly facts: Readonly<Record<string, AuditFact>>;
}

/** An event as the trail has it. */
export interface AuditEntry extends AuditEvent {
  /** Sorts as the trail does, unlike the times of a clock that was set back. */
  readonly id: string;
}

/** What is wanted of a trail; what is undefined or empty bounds nothing. */
export interface AuditQuery {
  readonly limit: number;
  /** Where it is missing, newest first. */
  readonly order?: 'newest-first' | 'oldest-first' | undefined;
  /** Newest first, only those that are older than the event with this id. */
  readonly before?: string | undefined;
  /** Oldest first, only those that are newer than the event with this id. */
  readonly after?: string | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly since?: number | undefined;
  /** `NAME` or `HOST/NAME`. */
  readonly instances?: readonly string[] | undefined;
  /** A commit or its beginning. */
  readonly commit?: string | undefined;
  readonly by?: string | undefined;
  readonly kind?: AuditKind | undefined;
}

const LONGEST_REASON = 500;

/** An event with what its kind does not say left empty; a long reason is cut. */
export function auditEvent(
  kind: AuditKind,
  { reason = '', ...more }: Pick<AuditEvent, 'at'> & Partial<Omit<AuditEvent, 'kind' | 'at'>>,
): AuditEvent {
  const said = reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON - 1)}…` : reason;
  return { kind, by: [], instance: null, commit: null, facts: {}, ...more, reason: said };
}

/** True for an event that the query is about. Its bounds by number and place are the trail's to keep. */
export function isWanted(event: AuditEvent, query: AuditQuery): boolean {
  const { since, instances = [], commit, by, kind } = query;
  if (kind !== undefined && event.kind !== kind) return false;
  if (since !== undefined && event.at < since) return false;
  if (by !== undefined && !event.by.some((name) => isSameText(name, by))) return false;
  if (commit !== undefined && !isCommitNamed(event.commit, commit.toLowerCase())) return false;
  return instances.length === 0 || instances.some((name) => isNamed(event.instance, name));
}

function isSameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Either may be the beginning of the other: runs know their commit by twelve digits. */
function isCommitNamed(known: string | null, wanted: string): boolean {
  return known !== null && (known.startsWith(wanted) || wanted.startsWith(known));
}

function isNamed(id: InstanceId | null, name: string): boolean {
  return id !== null && isInstanceNamed(id, name);
}
