import {
  atStep,
  isBusy,
  isHeldDown,
  listActivations,
  restOf,
  writeActivation,
} from '../activation/activation-note.ts';
import { tendActivations } from '../activation/tend-activations.ts';
import type { AgentHost } from './agent-host.ts';
import { NO_SOURCE } from './no-source.ts';
import type { ServersUnderWay } from './pass-wants.ts';

/** Takes what is under way on servers as far as it goes now; true when the reports are old by that. */
export async function tendServers(agent: AgentHost): Promise<boolean> {
  const host = agent.over(NO_SOURCE);
  if (host.amp === undefined) return false;
  const tended = await tendActivations(host, host.amp, agent.log);
  return tended.hasMoved || tended.needsPlan;
}

/** The same after files were written, so that nobody waits for a tick. A server that has no plan is started as it is. */
export async function tendAfterwards(agent: AgentHost, hasPlan: boolean): Promise<boolean> {
  const host = agent.over(NO_SOURCE);
  if (host.amp === undefined) return false;
  if (!hasPlan) startUnplanned(agent);
  const { hasMoved } = await tendActivations(host, host.amp, agent.log);
  return hasMoved;
}

/** Nobody knows what its files should hold, and players wait. */
function startUnplanned({ notes, clock }: AgentHost): void {
  for (const note of listActivations(notes)) {
    if (note.step !== 'down') continue;
    writeActivation(notes, atStep(note, { step: 'starting', now: clock.now() }));
  }
}

/** What the daemon must know of servers to come back in time. */
export function serversUnderWay({ notes, clock }: AgentHost): ServersUnderWay {
  const now = clock.now();
  const all = listActivations(notes);
  const wakes = all.map((note) => restOf(note, now));
  return {
    wakeInMillis: wakes.length === 0 ? undefined : Math.min(...wakes),
    busy: all.filter((note) => isBusy(note, now)).length,
    held: all.filter(isHeldDown).length,
  };
}
