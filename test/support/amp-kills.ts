import { expect } from 'vitest';
import { listActivations } from '../../src/engine/activation/activation-note.ts';
import { NO_SOURCE } from '../../src/engine/agent/no-source.ts';
import { type AmpHost, type AmpHostOptions, ampHost } from './amp-host.ts';
import { Killed } from './amp-mortal.ts';
import { ranged } from './amp-place.ts';

/** What must be true once nothing is under way any more. */
export interface Afterwards {
  /** The value in both files, and in the server's memory. */
  readonly range: number;
  /** How often the server was started at most. */
  readonly starts: number;
}

/** True when the agent was killed before it had come to an end with everything. */
export async function isKilled(host: AmpHost): Promise<boolean> {
  try {
    await host.pass();
    await host.settle();
    return false;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return true;
  }
}

/** Killed in place of this effect, in the middle of a change from 1 to 2 that needs a restart. */
export async function killedBefore(effect: string, options: AmpHostOptions = {}): Promise<AmpHost> {
  const host = await ampHost({ activation: '{ restart: now, health: { watch: 3s } }', ...options });
  host.push(ranged(2));
  host.fate.dieBefore(effect);
  expect(await isKilled(host)).toBe(true);
  return host;
}

/** A new process goes on until nothing is under way. */
export async function comeBack(host: AmpHost): Promise<void> {
  await host.restart();
  await host.pass();
  await host.settle();
}

/** Brings the host to where it is about to begin with its newest commit, and keeps that. */
export async function saveBeforeBeginning(host: AmpHost, first: string): Promise<void> {
  host.fate.dieBefore(first);
  expect(await isKilled(host)).toBe(true);
  await host.save();
}

/** Published words: dying before one of them is dying after the effect before it, as far as servers are concerned. */
const WORDS =
  /^note (?:outbox|rollout|soak|good|last-gates|snapshot|backup-retention|report|audit|conditions)|^snapshot/;

/** Kills the agent in place of each effect in turn, from the first one of this name on, and has it come back each time. */
export async function killEverywhere(
  host: AmpHost,
  { from, check }: { readonly from: string; readonly check: (where: string) => Promise<void> },
): Promise<readonly string[]> {
  await host.reset();
  expect(await isKilled(host)).toBe(false);
  const whole = host.fate.done;
  await check('unharmed');
  const killed: string[] = [];
  for (let effect = whole.indexOf(from); effect < whole.length; effect += 1) {
    const name = whole[effect] ?? '';
    if (WORDS.test(name)) continue;
    await host.reset();
    host.fate.dieAfter(effect);
    expect(await isKilled(host), `killed before ${effect}: ${name}`).toBe(true);
    await comeBack(host);
    killed.push(name);
    await check(`killed before effect ${effect}: ${name}`);
  }
  return killed;
}

/** Throws unless the server runs on what is in its files, and those are wholly of one kind. */
export function expectWhole(host: AmpHost, { range, starts }: Afterwards, where: string): void {
  const text = `range: ${range}\nmax: 10\n`;
  const memory = (plugin: string) => host.server.memoryOf(`plugins/${plugin}/config.yml`);
  const events = host.events();
  const { journal } = host.agent.over(NO_SOURCE);
  expect(
    {
      state: host.server.state,
      files: [host.live('Chairs'), host.live('Tables')],
      memory: [memory('Chairs'), memory('Tables')],
      temporary: host.files().filter((path) => path.includes('.homeamp')),
      underWay: listActivations(host.agent.notes).map(({ step }) => step),
      journal: journal.unfinished(),
      undone: events.filter((event) => event.kind === 'changed-while-running'),
      lost: events.filter((event) => event.kind === 'file-saved' && event.undid),
      tooManyStarts: Math.max(0, startsOf(host) - starts),
      violations: host.amp.violations,
    },
    where,
  ).toEqual({
    state: 20,
    files: [text, text],
    memory: [text, text],
    temporary: [],
    underWay: [],
    journal: [],
    undone: [],
    lost: [],
    tooManyStarts: 0,
    violations: [],
  });
}

/** How often the server began to start. */
export function startsOf(host: AmpHost): number {
  return host.events().filter((event) => event.kind === 'state' && event.to === 10).length;
}

export function kicksOf(host: AmpHost): readonly (readonly string[])[] {
  return host.events().flatMap((event) => (event.kind === 'kick' ? [event.players] : []));
}

export function saidTo(host: AmpHost): readonly string[] {
  return host.events().flatMap((event) => (event.kind === 'say' ? [event.text] : []));
}
