import type { AuditEntry, AuditEvent, AuditQuery } from '../core/model/audit-event.ts';

/** What was done on this host and who answers for it. It keeps the newest 100,000 events. */
export interface AuditTrail {
  /** Durable when it returns. An event that names nobody is by whoever runs this process. */
  append(event: AuditEvent): void;
  /** Newest first, unless the query says otherwise. */
  list(query: AuditQuery): readonly AuditEntry[];
}
