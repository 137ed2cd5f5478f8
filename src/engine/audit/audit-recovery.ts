import { auditEvent } from '../../core/model/audit-event.ts';
import type { JournalEntry } from '../../ports/state-store.ts';
import type { FileReplacer } from '../apply/host-writers.ts';

/** A run that was cut off and did not become a finished one. Told before it is forgotten: twice, should we be killed in between. */
export function auditRecovery(
  { audit, clock }: Pick<FileReplacer, 'audit' | 'clock'>,
  { id, instance, files }: Pick<JournalEntry, 'id' | 'instance' | 'files'>,
  outcome: 'put-back' | 'kept' | 'frozen',
): void {
  const facts = { run: id, files: files.length, outcome };
  audit.append(auditEvent('run-recovered', { at: clock.now(), instance, facts }));
}
