import { STATE } from '../description/enum-table.ts';
import { type Application, callOff, end, enter, later } from './application.ts';

const DOWN: readonly number[] = [STATE.stopped, STATE.sleeping, STATE.failed];
const CRASH_PAUSE_MILLIS = 100;
/** A server that was up for so long before it crashed begins a new row of crashes. */
const STEADY_MILLIS = 60_000;

/** False when it is not down. */
export function startApplication(app: Application): boolean {
  if (!DOWN.includes(app.progress.state)) return false;
  app.progress.crashesInRow = 0;
  launch(app);
  return true;
}

/** Ready at once, as if it had been so before the stand-in was; no change of state is told. */
export function beginReady({ parts, process, progress }: Application): void {
  progress.startedAt = parts.agenda.now();
  progress.readyAt = progress.startedAt;
  progress.state = STATE.ready;
  process.boot();
  process.plugins.load();
  process.open();
}

export function launch(app: Application): void {
  callOff(app);
  enter(app, STATE.preStart);
  later(app, startMillis(app) * 0.2, () => boot(app));
}

/** AMP starts it again by itself, unless it was to stop anyway or crashed too often in a row. */
export function crashApplication(app: Application): void {
  const { parts, progress } = app;
  if (progress.startedAt === undefined) return;
  const upFor = parts.agenda.now() - (progress.readyAt ?? parts.agenda.now());
  progress.crashesInRow = upFor > STEADY_MILLIS ? 1 : progress.crashesInRow + 1;
  parts.tell({ kind: 'crash', players: parts.players.drop() });
  parts.console.print('ERROR', 'Encountered an unexpected exception');
  const next = afterCrash(app);
  end(app, 'dying', next);
  if (next === STATE.stopping) later(app, CRASH_PAUSE_MILLIS, () => boot(app));
}

function afterCrash({ parts, progress }: Application): number {
  if (progress.state === STATE.stopping) return STATE.stopped;
  const isTooOften = progress.crashesInRow > (parts.folder.spec.crashRestarts ?? 3);
  return isTooOften ? STATE.failed : STATE.stopping;
}

function boot(app: Application): void {
  enter(app, STATE.starting);
  app.progress.startedAt = app.parts.agenda.now();
  app.process.boot();
  later(app, startMillis(app) * 0.3, () => loadPlugins(app));
  later(app, startMillis(app) * 0.8, () => beReady(app));
}

function loadPlugins(app: Application): void {
  if (!app.troubles.failsNextStart) {
    app.process.plugins.load();
    return;
  }
  app.troubles.failsNextStart = false;
  app.parts.console.print('ERROR', 'Failed to start the minecraft server');
  end(app, 'dying', STATE.failed);
}

function beReady(app: Application): void {
  const { parts, process, progress, troubles } = app;
  callOff(app);
  process.open();
  progress.readyAt = parts.agenda.now();
  enter(app, STATE.ready);
  const { waiting } = progress;
  progress.waiting = [];
  for (const run of waiting) run();
  if (troubles.crashes === 0 && !process.plugins.isDoomed()) return;
  troubles.crashes = Math.max(0, troubles.crashes - 1);
  later(app, parts.folder.spec.crashAfterMillis ?? 200, () => crashApplication(app));
}

function startMillis({ parts }: Application): number {
  return parts.folder.spec.startMillis ?? 500;
}
