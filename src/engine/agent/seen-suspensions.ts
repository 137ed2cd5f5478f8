import type { SuspensionInForce } from '../../core/model/suspension.ts';
import { inForceOn, suspensionsOn } from '../../core/plan/suspension-of.ts';
import { readSuspensions } from '../orders/suspensions-note.ts';
import type { AgentHost } from './agent-host.ts';

/** True while the same is suspended as when a plan was made; `seen` is undefined where there was none. */
export function isStillSuspended(agent: AgentHost, seen: readonly SuspensionInForce[] | undefined): boolean {
  if (seen === undefined) return true;
  const now = agent.clock.now();
  const ordered = inForceOn(
    { host: agent.name, now },
    { repository: [], host: readSuspensions(agent.notes) },
  );
  const isSameOrder =
    JSON.stringify(ordered) === JSON.stringify(seen.filter(({ origin }) => origin === 'host'));
  // A plan is of one tree: what that suspends can only end.
  return isSameOrder && suspensionsOn(seen, agent.name, now).length === seen.length;
}
