import { STATE } from '../description/enum-table.ts';
import type { ServerParts } from './server-parts.ts';
import type { ServerProcess } from './server-process.ts';

/** What a test has laid in a server's way. */
export interface Troubles {
  /** Starts still to come that crash soon after they were ready. */
  crashes: number;
  failsNextStart: boolean;
  hangsInStopping: boolean;
}

/** How far a server's application is. */
export interface Progress {
  /** AMP's ApplicationState. */
  state: number;
  /** When the process began; undefined while it is down. */
  startedAt: number | undefined;
  readyAt: number | undefined;
  crashesInRow: number;
  /** Call off what is to come. */
  due: readonly (() => void)[];
  /** To be done once, when it is ready. */
  waiting: readonly (() => void)[];
  /** To be done once, when its process is gone. */
  whenDown: readonly (() => void)[];
}

/** What AMP starts and stops. */
export interface Application {
  readonly parts: ServerParts;
  readonly process: ServerProcess;
  readonly troubles: Troubles;
  readonly progress: Progress;
}

/** Stopped, and without troubles. */
export function createApplication(parts: ServerParts, process: ServerProcess): Application {
  return {
    parts,
    process,
    troubles: { crashes: 0, failsNextStart: false, hangsInStopping: false },
    progress: {
      state: STATE.stopped,
      startedAt: undefined,
      readyAt: undefined,
      crashesInRow: 0,
      due: [],
      waiting: [],
      whenDown: [],
    },
  };
}

export function enter({ parts, progress }: Application, to: number): void {
  if (to === progress.state) return;
  parts.tell({ kind: 'state', from: progress.state, to });
  progress.state = to;
}

/** Unless the application goes another way before. */
export function later({ parts, progress }: Application, millis: number, run: () => void): void {
  progress.due = [...progress.due, parts.agenda.after(millis, run)];
}

export function callOff({ progress }: Application): void {
  for (const cancel of progress.due) cancel();
  progress.due = [];
}

/** The process is gone; 'saving' as after a stop. */
export function end(app: Application, how: 'saving' | 'dying', to: number): void {
  const { process, progress } = app;
  callOff(app);
  process.quit(how);
  progress.startedAt = undefined;
  progress.readyAt = undefined;
  enter(app, to);
  const { whenDown } = progress;
  progress.whenDown = [];
  for (const run of whenDown) run();
}
