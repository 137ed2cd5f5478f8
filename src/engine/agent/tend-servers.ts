import { isBusy, isHeldDown, listActivations, restOf } from '../activation/activation-note.ts';
import type { Steered } from '../activation/round.ts';
import { startAgain } from '../activation/start-again.ts';
import { tendActivations } from '../activation/tend-activations.ts';
import type { AgentHost } from './agent-host.ts';
import { NO_SOURCE } from './no-source.ts';
import type { ServersUnderWay } from './pass-wants.ts';

/**
 * Takes what is under way on servers as far as it goes now; true when the reports are old by that. An agent that is
 * to end only brings up again what is down.
 */
export async function tendServers(agent: AgentHost, { isEnding }: Ending): Promise<boolean> {
  const steered = steeredBy(agent);
  if (steered === undefined) return false;
  const tended = await tendActivations(steered, isEnding ? isHeldDown : undefined);
  return tended.hasMoved || tended.needsPlan;
}

/** The same after files were written, so that nobody waits for a tick. A server that has no plan is started as it is. */
export async function tendAfterwards(
  agent: AgentHost,
  { isEnding, hasPlan }: Ending & { readonly hasPlan: boolean },
): Promise<boolean> {
  const steered = steeredBy(agent);
  if (steered === undefined) return false;
  if (!hasPlan) startUnplanned(steered);
  const { hasMoved } = await tendActivations(steered, isEnding ? isHeldDown : undefined);
  return hasMoved;
}

interface Ending {
  readonly isEnding: boolean;
}

function steeredBy(agent: AgentHost): Steered | undefined {
  const host = agent.over(NO_SOURCE);
  return host.amp === undefined ? undefined : { host, amp: host.amp, log: agent.log };
}

/** Nobody knows what its files should hold, and players wait. */
function startUnplanned(steered: Steered): void {
  for (const note of listActivations(steered.amp.notes)) {
    if (note.step === 'down') startAgain(steered, note);
  }
}

/** What the daemon must know of servers to come back in time. */
export function serversUnderWay(agent: AgentHost): ServersUnderWay {
  const { notes, clock } = agent;
  const now = clock.now();
  // Without AMP nothing can be gone on with.
  const all = steeredBy(agent) === undefined ? [] : listActivations(notes);
  const wakes = all.map((note) => restOf(note, now));
  return {
    wakeInMillis: wakes.length === 0 ? undefined : Math.min(...wakes),
    busy: all.filter((note) => isBusy(note, now)).length,
    held: all.filter(isHeldDown).length,
  };
}
