import type { ServerLook } from '../core/model/server-look.ts';

/** AMP's InstanceName, which is also the name of the instance's folder. */
export type ServerName = string;

/**
 * Sees and steers the servers of this host through AMP. Every call throws `TransientError` when AMP is away, slow or
 * asks to wait, and `MistakeError` when it refuses for good: no such instance, a right that is missing, a login that
 * is wrong. Message texts are constant for a cause.
 */
export interface ServerOperator {
  readonly watch: ServerWatch;
  readonly power: ServerPower;
  readonly console: ServerConsole;
  readonly backups: ServerBackups;
  readonly settings: ServerSettings;
}

export interface ServerWatch {
  /** `unknown` with its detail where the server's own part of AMP is down. */
  look(server: ServerName): Promise<ServerLook>;
}

/** Orders are given, not awaited: whoever gives one looks afterwards. */
export interface ServerPower {
  /** Throws `MistakeError` where AMP says that this account may stop the server and not start it. Orders nothing. */
  check(server: ServerName): Promise<void>;
  start(server: ServerName): Promise<void>;
  stop(server: ServerName): Promise<void>;
}

export interface ServerConsole {
  /** Sends one line as if it were typed. Throws `MistakeError` for a line that holds a line break or is Bukkit's reload. */
  send(server: ServerName, line: string): Promise<void>;
  /** What the console showed since the last read of this server, oldest first; the first read gives what AMP still has. */
  read(server: ServerName): Promise<readonly string[]>;
}

export interface ServerBackups {
  /** Asks AMP for a backup that AMP may delete when it is old. */
  begin(server: ServerName, title: string): Promise<void>;
  /** `done` once a backup of this title is listed and nothing works on it any more. */
  state(server: ServerName, title: string): Promise<'running' | 'done'>;
}

/** AMP's own settings by node, such as `MinecraftModule.Limits.MaxPlayers`. */
export interface ServerSettings {
  read(server: ServerName, node: string): Promise<string>;
  /** Returns when AMP says that it took the value. */
  write(server: ServerName, node: string, value: string): Promise<void>;
}
