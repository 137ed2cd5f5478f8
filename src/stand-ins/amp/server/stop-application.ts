import { STATE } from '../description/enum-table.ts';
import { type Application, callOff, end, enter, later } from './application.ts';
import { launch } from './start-application.ts';

const STOPPABLE: readonly number[] = [
  STATE.preStart,
  STATE.starting,
  STATE.ready,
  STATE.restarting,
  STATE.preparingForSleep,
];

/** Does nothing with a server that is down or stops already. */
export function stopApplication(app: Application): void {
  if (app.progress.state === STATE.sleeping) enter(app, STATE.stopped);
  if (!STOPPABLE.includes(app.progress.state)) return;
  windDown(app, STATE.stopping, () => end(app, 'saving', STATE.stopped));
}

/** Does nothing with a server that is not ready, so that one which is down stays down. */
export function restartApplication(app: Application): void {
  if (app.progress.state !== STATE.ready) return;
  app.progress.crashesInRow = 0;
  windDown(app, STATE.restarting, () => {
    end(app, 'saving', STATE.restarting);
    launch(app);
  });
}

/** Nothing is saved. */
export function killApplication(app: Application): void {
  if (app.progress.startedAt === undefined && app.progress.due.length === 0) return;
  app.parts.players.drop();
  end(app, 'dying', STATE.stopped);
}

/** False when it is not ready or somebody is on. */
export function putToSleep(app: Application): boolean {
  if (app.progress.state !== STATE.ready || app.parts.players.list().length > 0) return false;
  enter(app, STATE.preparingForSleep);
  later(app, stopMillis(app), () => end(app, 'saving', STATE.sleeping));
  return true;
}

/** Stopped at once, as when AMP's daemon ends. */
export function haltApplication(app: Application): void {
  app.parts.players.kick();
  app.progress.waiting = [];
  end(app, 'saving', STATE.stopped);
}

function windDown(app: Application, through: number, then: () => void): void {
  callOff(app);
  app.parts.players.kick();
  app.parts.console.print('INFO', 'Stopping the server');
  enter(app, through);
  if (app.troubles.hangsInStopping) app.troubles.hangsInStopping = false;
  else later(app, stopMillis(app), then);
}

function stopMillis({ parts }: Application): number {
  return parts.folder.spec.stopMillis ?? 300;
}
