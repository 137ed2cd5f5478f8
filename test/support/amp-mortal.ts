import type { AgentHost } from '../../src/engine/agent/agent-host.ts';
import type { HostWriters } from '../../src/engine/apply/host-writers.ts';

/** What a process that is killed throws at whatever it would have done next. */
export class Killed extends Error {}

/** How many effects a process may still have before it is killed; whatever it tries afterwards comes to nothing. */
export interface Fate {
  /** Lives for this many effects from now on. */
  dieAfter(effects: number): void;
  /** Effects since then. */
  count(): number;
  /** Lives as long as it likes. */
  spare(): void;
}

type Effect = <A extends readonly unknown[], R>(call: (...args: A) => R) => (...args: A) => R;

export function createFate(): Fate & { readonly effect: Effect } {
  let left = Number.POSITIVE_INFINITY;
  let done = 0;
  const effect: Effect =
    (call) =>
    (...args) => {
      if (done >= left) throw new Killed();
      done += 1;
      return call(...args);
    };
  const begin = (effects: number) => {
    left = effects;
    done = 0;
  };
  return { effect, dieAfter: begin, count: () => done, spare: () => begin(Number.POSITIVE_INFINITY) };
}

/** The agent over ports that count every effect that outlives the process, and die in place of one. */
export function mortalAgent(agent: AgentHost, effect: Effect): AgentHost {
  const notes = { ...agent.notes, put: effect(agent.notes.put) };
  return { ...agent, notes, over: (source) => mortalHost(agent.over(source), notes, effect) };
}

function mortalHost(host: HostWriters, notes: AgentHost['notes'], effect: Effect): HostWriters {
  const { writer, journal, backups, applied, history } = host;
  return {
    ...host,
    writer: {
      stage: effect(writer.stage),
      commit: effect(writer.commit),
      discard: effect(writer.discard),
      remove: effect(writer.remove),
    },
    journal: { ...journal, write: effect(journal.write), remove: effect(journal.remove) },
    backups: { ...backups, put: effect(backups.put) },
    applied: { ...applied, put: effect(applied.put) },
    history: { ...history, append: effect(history.append) },
    amp: mortalHands(host.amp, notes, effect),
  };
}

/** Looks change nothing, so that dying before one is dying after the effect before it. */
function mortalHands(amp: HostWriters['amp'], notes: AgentHost['notes'], effect: Effect): HostWriters['amp'] {
  if (amp === undefined) return undefined;
  const { operator } = amp;
  const { power, console, backups, settings } = operator;
  return {
    ...amp,
    notes,
    operator: {
      ...operator,
      power: { start: effect(power.start), stop: effect(power.stop) },
      console: { ...console, send: effect(console.send) },
      backups: { ...backups, begin: effect(backups.begin) },
      settings: { ...settings, write: effect(settings.write) },
    },
  };
}
