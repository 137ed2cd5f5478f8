import { auditEvent } from '../../core/model/audit-event.ts';
import type { AgentHost } from '../agent/agent-host.ts';
import { type HeldCommits, writeHeld } from '../agent/held-note.ts';
import { jsonNote } from '../json-note.ts';

/** Which causes were told, by commit and code: a forge that comes and goes is told of once. */
const told = jsonNote<readonly string[]>('audit/held');
const KEPT = 50;

/** Keeps why newer commits wait; each cause of each commit comes into the trail once. */
export function keepHeld(agent: AgentHost, held: HeldCommits | undefined): void {
  agent.atOnce(() => {
    if (held !== undefined) auditHeld(agent, held);
    writeHeld(agent.notes, held);
  });
}

function auditHeld({ audit, notes, clock }: AgentHost, { commit, reason, pulls }: HeldCommits): void {
  const known = told.read(notes) ?? [];
  const cause = `${commit} ${reason.code}`;
  if (known.includes(cause)) return;
  told.write(notes, [...known, cause].slice(-KEPT));
  const facts = { code: reason.code, pulls };
  audit.append(auditEvent('revision-held', { at: clock.now(), commit, reason: reason.message, facts }));
}
