import { STATE } from '../description/enum-table.ts';
import type { Instance } from './instance.ts';
import { runCommand } from './run-command.ts';
import { consoleText } from './server-console.ts';
import { crashApplication, startApplication } from './start-application.ts';
import { putToSleep, stopApplication } from './stop-application.ts';

/** A server as its players and admins meet it. Whatever is due by the clock has happened before each look and each call. */
export interface SimulatedServer {
  readonly name: string;
  /** InstanceID. */
  readonly id: string;
  /** Of the application's files. */
  readonly root: string;
  /** AMP's ApplicationState. */
  readonly state: number;
  readonly players: readonly string[];
  /** The last thousand lines. */
  readonly console: readonly string[];
  /** 'wakes': it slept, and the player is on once it is ready. */
  join(player: string): 'joined' | 'wakes' | 'refused';
  leave(player: string): void;
  /** Nothing is saved, and AMP starts it again. */
  crash(): void;
  /** The next starts crash soon after they were ready. */
  crashLoop(times: number): void;
  failNextStart(): void;
  failNextBackup(): void;
  /** The next stop never ends, until the server is killed. */
  hangInStopping(): void;
  /** Throws when it is not ready or somebody is on. */
  fallAsleep(): void;
  /** The instance answers nothing until it is started through the controller. */
  stopDaemon(): void;
  /** A line that an admin types. */
  type(line: string): void;
  /** As an admin would in AMP. */
  start(): void;
  stop(): void;
  /** The text that the running server goes by; undefined when it is down or never read that file. */
  memoryOf(file: string): string | undefined;
}

export function createControls(instance: Instance): SimulatedServer {
  const { app, backups, daemon, folder } = instance;
  const { agenda, players } = app.parts;
  const upToDate = (): typeof app => {
    agenda.advance();
    return app;
  };
  return {
    name: folder.spec.name,
    id: folder.id,
    root: folder.root,
    get state() {
      return upToDate().progress.state;
    },
    get players() {
      return upToDate().parts.players.list();
    },
    get console() {
      return upToDate().parts.console.since(0).map(consoleText);
    },
    join: (player) => joinServer(instance, player),
    leave: (player) => {
      agenda.advance();
      players.leave(player);
    },
    crash: () => crashApplication(upToDate()),
    crashLoop: (times) => {
      app.troubles.crashes = times;
    },
    failNextStart: () => {
      app.troubles.failsNextStart = true;
    },
    failNextBackup: backups.failNext,
    hangInStopping: () => {
      app.troubles.hangsInStopping = true;
    },
    fallAsleep: () => {
      if (!putToSleep(upToDate())) throw new Error(`${folder.spec.name} is not ready, or somebody is on`);
    },
    stopDaemon: () => {
      agenda.advance();
      daemon.stop();
    },
    type: (line) => runCommand(upToDate(), line, 'admin'),
    start: () => {
      startApplication(upToDate());
    },
    stop: () => stopApplication(upToDate()),
    memoryOf: (file) => upToDate().process.memoryOf(file),
  };
}

function joinServer({ app }: Instance, player: string): 'joined' | 'wakes' | 'refused' {
  const { parts, process, progress } = app;
  parts.agenda.advance();
  if (progress.state === STATE.sleeping) {
    progress.waiting = [...progress.waiting, () => parts.players.join(player)];
    startApplication(app);
    return 'wakes';
  }
  if (progress.state !== STATE.ready || parts.players.list().length >= process.port.maxPlayers())
    return 'refused';
  parts.players.join(player);
  return 'joined';
}
