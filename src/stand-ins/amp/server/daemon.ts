import type { Agenda } from '../agenda.ts';
import type { Application } from './application.ts';
import type { Backups } from './backups.ts';
import { haltApplication } from './stop-application.ts';

/** AMP's own process of an instance, without which the instance answers nothing. */
export interface Daemon {
  isUp(): boolean;
  /** What the controller believes, which may be late. */
  isReportedUp(): boolean;
  /** False when it is up, or already coming up. */
  start(): boolean;
  /** The application ends with it. */
  stop(): void;
}

export function createDaemon(parts: {
  readonly app: Application;
  readonly backups: Backups;
  readonly agenda: Agenda;
  readonly runningLagMillis: number;
  readonly onDaemonDown: () => void;
}): Daemon {
  const { app, agenda } = parts;
  let state: 'up' | 'coming' | 'down' = 'up';
  let changedAt = Number.NEGATIVE_INFINITY;
  const change = (to: 'up' | 'down'): void => {
    state = to;
    changedAt = agenda.now();
    app.parts.tell({ kind: 'daemon', to });
  };
  return {
    isUp: () => state === 'up',
    isReportedUp: () => (state === 'up') === agenda.now() - changedAt >= parts.runningLagMillis,
    start() {
      if (state !== 'down') return false;
      state = 'coming';
      agenda.after(app.parts.folder.spec.daemonMillis ?? 300, () => {
        app.parts.settings.load();
        change('up');
      });
      return true;
    },
    stop() {
      if (state !== 'up') return;
      parts.backups.abort();
      haltApplication(app);
      parts.onDaemonDown();
      change('down');
    },
  };
}
