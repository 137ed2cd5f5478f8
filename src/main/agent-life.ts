import { auditEvent } from '../core/model/audit-event.ts';
import type { AgentHost } from '../engine/agent/agent-host.ts';
import type { Passes } from '../engine/agent/run-pass.ts';

/** How often a living daemon tells the other hosts so at least. */
export const BEAT_MILLIS = 5 * 60_000;

export interface AgentLife {
  /** Resolves when nothing of it is at work any more. */
  readonly end: () => Promise<void>;
}

/** A daemon from its start to its end: both are in the audit trail, and between them it tells that it lives. */
export function beginLife(
  { audit, clock, signer, log }: AgentHost,
  { passes, version }: { readonly passes: Pick<Passes, 'beat'>; readonly version: string },
): AgentLife {
  // Whatever is wrong with the key is told now, and not by the first apply.
  const facts = { version, publicKey: signer.publicKey };
  audit.append(auditEvent('agent-started', { at: clock.now(), facts }));
  let beating: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    beating = passes.beat().catch((error: unknown) => {
      log.error('The heartbeat failed', { why: error instanceof Error ? error.message : String(error) });
    });
  }, BEAT_MILLIS);
  return {
    async end() {
      clearInterval(timer);
      await beating;
      audit.append(auditEvent('agent-stopped', { at: clock.now(), facts: { version } }));
    },
  };
}
