import type { AuditEntry } from '../../core/model/audit-event.ts';
import { OperatingError } from '../../core/model/errors.ts';
import type { AgentHost } from '../agent/agent-host.ts';
import { jsonNote } from '../json-note.ts';
import { writeSigned } from '../signed-documents.ts';

/** The newest event that lies in the report store. */
const mirrored = jsonNote<string>('audit/mirrored');
/** What is left goes with the next passes. */
const AT_ONCE = 200;

/** Lays new events beside the reports, signed. The deeds are done and kept, so a store that fails is told of in the log alone. */
export async function mirrorAudit(agent: AgentHost): Promise<void> {
  const { audit, notes, reports, signer, log } = agent;
  const after = mirrored.read(notes);
  const fresh = audit.list({ limit: AT_ONCE, after, order: 'oldest-first' });
  try {
    for (const event of fresh) {
      await reports.put(keyOf(agent.name, event), writeSigned(signer, documentOf(agent.name, event)));
      mirrored.write(notes, event.id);
    }
  } catch (failure) {
    if (!(failure instanceof OperatingError)) throw failure;
    log.warn('the audit trail could not be mirrored', { why: failure.message });
  }
}

function keyOf(host: string, { id, at }: AuditEntry): string {
  return `${host}/audit/${new Date(at).toISOString().slice(0, 10)}/${id}.json`;
}

function documentOf(host: string, { kind, ...event }: AuditEntry) {
  return { kind: 'audit-event', host, event: kind, ...event };
}
