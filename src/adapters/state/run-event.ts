import { type AuditEvent, type AuditKind, auditEvent } from '../../core/model/audit-event.ts';
import type { HistoryEntry } from '../../ports/state-store.ts';

/** What the audit trail says of a run, so that history and trail can't disagree. */
export function eventOfRun(entry: HistoryEntry): AuditEvent {
  const { id, at, instance, revision, planId, of, keys, files, message } = entry;
  return auditEvent(kindOf(entry), {
    at,
    instance,
    commit: revision,
    reason: message,
    facts: { run: id, plan: planId, files: files.length, keys, ...(of === undefined ? {} : { of }) },
  });
}

function kindOf({ kind, outcome, message }: HistoryEntry): AuditKind {
  if (outcome === 'stuck') return 'run-stuck';
  if (outcome === 'rolled-back') return 'run-failed';
  if (kind === 'apply') return 'run-applied';
  if (kind === 'restore') return 'run-restored';
  if (kind === 'recovery') return 'run-recovered';
  // Only what homeamp undoes by itself has to say why.
  return message === '' ? 'run-rolled-back' : 'run-taken-back';
}
