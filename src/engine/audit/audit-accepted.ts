import { type AuditEvent, type AuditKind, auditEvent } from '../../core/model/audit-event.ts';
import type { AcceptedHow, AcceptedRevision } from '../agent/accepted-revision.ts';
import type { AgentHost } from '../agent/agent-host.ts';
import type { Step } from '../agent/step.ts';

type Auditing = Pick<AgentHost, 'audit' | 'clock'>;

/** Puts into the trail how a revision came to be accepted: each step with its own approval, or the order. */
export function auditAccepted(agent: Auditing, accepted: AcceptedRevision, steps: readonly Step[]): void {
  const at = agent.clock.now();
  const events = steps.length === 0 ? [ofOrder(accepted, at)] : steps.map((step) => ofStep(step, at));
  for (const event of events) agent.audit.append(event);
}

const KINDS: Partial<Record<AcceptedHow, AuditKind>> = {
  order: 'history-accepted',
  'break-glass': 'glass-broken',
};

function ofOrder({ sha, how, by, reason }: AcceptedRevision, at: number): AuditEvent {
  const kind = KINDS[how] ?? 'revision-accepted';
  return auditEvent(kind, { at, by, commit: sha, reason, facts: { how } });
}

function ofStep({ commits, how, by, change, approvedAt }: Step, at: number): AuditEvent {
  const approved = approvedAt === undefined ? {} : { approvedAt };
  const pull = change === undefined ? {} : { pull: change.number, author: change.author, head: change.head };
  return auditEvent('revision-accepted', {
    at,
    by,
    commit: commits.at(-1)?.sha ?? null,
    facts: { how, commits: commits.length, ...pull, ...approved },
  });
}
