import type { AgentHost } from '../../src/engine/agent/agent-host.ts';
import type { HostWriters } from '../../src/engine/apply/host-writers.ts';

/** What a process that is killed throws at whatever it would have done next. */
export class Killed extends Error {}

/**
 * When a process is killed. Each effect that outlives the process has a name, such as `start`, `stop`, `send`,
 * `commit` or `note activation/alpha/DEV01`.
 */
export interface Fate {
  /** In place of the effect that comes after so many from now on. */
  dieAfter(effects: number): void;
  /** In place of the next effect of this name, or of one that begins with it. */
  dieBefore(name: string): void;
  /** In place of whatever comes after it. */
  dieBehind(name: string): void;
  spare(): void;
  /** Effects since one of these was called. */
  readonly done: readonly string[];
  /** What was not done, since the process was killed before. */
  readonly missed: string;
}

type Named = <A extends readonly unknown[], R>(
  call: (...args: A) => R,
  name: string | ((first: A[0]) => string),
) => (...args: A) => R;

export function createFate(): Fate & { readonly effect: Named } {
  let isDue: (name: string, done: number) => boolean = () => false;
  let done: string[] = [];
  let missed: string | undefined;
  const decide = (due: typeof isDue) => {
    isDue = due;
    done = [];
    missed = undefined;
  };
  return {
    effect:
      (call, name) =>
      (...args) => {
        const called = typeof name === 'string' ? name : name(args[0]);
        // Whatever it tries afterwards, such as to clean up, comes to nothing as well.
        if (missed !== undefined || isDue(called, done.length)) {
          missed ??= called;
          throw new Killed(`killed before: ${missed}`);
        }
        done.push(called);
        return call(...args);
      },
    dieAfter: (effects) => decide((_, count) => count >= effects),
    dieBefore: (wanted) => decide((name) => name.startsWith(wanted)),
    dieBehind: (wanted) => decide(() => done.at(-1)?.startsWith(wanted) === true),
    spare: () => decide(() => false),
    get done() {
      return done;
    },
    get missed() {
      return missed ?? '';
    },
  };
}

/** The agent over ports whose effects count, and one of which never comes. */
export function mortalAgent(agent: AgentHost, effect: Named): AgentHost {
  const put = effect(agent.notes.put, (name) => `note ${name}`);
  const notes = { ...agent.notes, put };
  return { ...agent, notes, over: (source) => mortalHost(agent.over(source), notes, effect) };
}

function mortalHost(host: HostWriters, notes: AgentHost['notes'], effect: Named): HostWriters {
  const { writer, journal, backups, undoBackups, applied, history } = host;
  return {
    ...host,
    notes,
    writer: {
      stage: effect(writer.stage, 'stage'),
      commit: effect(writer.commit, 'commit'),
      discard: effect(writer.discard, 'discard'),
      remove: effect(writer.remove, 'remove'),
    },
    journal: {
      ...journal,
      write: effect(journal.write, ({ step }) => `journal ${step}`),
      remove: effect(journal.remove, 'journal end'),
    },
    backups: { ...backups, put: effect(backups.put, nameOfBackup) },
    undoBackups: { ...undoBackups, put: effect(undoBackups.put, nameOfBackup) },
    applied: { ...applied, put: effect(applied.put, 'applied') },
    history: { ...history, append: effect(history.append, 'history') },
    amp: mortalHands(host.amp, notes, effect),
  };
}

function nameOfBackup(key: string): string {
  if (key.startsWith('objects/')) return 'image';
  return key.startsWith('snapshots/') ? 'snapshot' : 'manifest';
}

/** Looks change nothing, so that dying before one is dying after the effect before it. */
function mortalHands(amp: HostWriters['amp'], notes: AgentHost['notes'], effect: Named): HostWriters['amp'] {
  if (amp === undefined) return undefined;
  const { operator } = amp;
  const { power, console, backups, settings } = operator;
  return {
    ...amp,
    notes,
    operator: {
      ...operator,
      power: { ...power, start: effect(power.start, 'start'), stop: effect(power.stop, 'stop') },
      console: { ...console, send: effect(console.send, 'send') },
      backups: { ...backups, begin: effect(backups.begin, 'backup') },
      settings: { ...settings, write: effect(settings.write, 'setting') },
    },
  };
}
