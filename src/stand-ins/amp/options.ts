/** Somebody who may log in. */
export interface AmpAccount {
  readonly password: string;
  /** `*` at the end of a node stands for any rest; `Instances.NAME.Manage` for the instance's id. All when left out. */
  readonly permissions?: readonly string[];
  /** Names of the only instances that know this account; the controller refuses it. */
  readonly onlyOn?: readonly string[];
  /** AMP's AuthenticationResult for the right password, such as 25 (disabled) or 40 (two-factor); 10 when left out. */
  readonly result?: number;
}

export type AmpVersion = '2.6' | '2.8';

export interface AmpStandInOptions {
  /** `.ampdata/instances`; instances.json is written one level above. Folders that are there already are kept. */
  readonly instancesFolder: string;
  readonly accounts: Readonly<Record<string, AmpAccount>>;
  readonly servers: readonly SimulatedServerSpec[];
  /**
   * Milliseconds since 1970; the system clock when left out. With a clock of the caller's own nothing moves by timers:
   * what is due happens at `advance()`, at a request, and whenever a server is looked at.
   */
  readonly now?: () => number;
  /** A free one when left out. */
  readonly port?: number;
  /** '2.8' when left out. */
  readonly version?: AmpVersion;
  /** Where a session is taken from; 'both' when left out. */
  readonly sessionBy?: 'both' | 'bearer' | 'body';
  /** How GetInstances answers; with 'wrapped' other lists and plain values come as `{result: …}` too. 'targets' when left out. */
  readonly instancesShape?: 'targets' | 'flat' | 'wrapped';
  /** How a session or a right that is missing is told; 'exception' when left out. */
  readonly refusalForm?: 'exception' | 'status';
  /** 'raw': a console entry is the line as the server wrote it. 'parsed': without time and level. 'raw' when left out. */
  readonly consoleForm?: 'raw' | 'parsed';
  /** A session that was not used for so long is gone; never when left out. */
  readonly sessionIdleMillis?: number;
  /** How late a list of instances tells that one's daemon went down or came up; 0 when left out. */
  readonly runningLagMillis?: number;
}

export interface SimulatedServerSpec {
  /** InstanceName, which is the name of the folder. */
  readonly name: string;
  readonly module: 'Minecraft' | 'GenericModule' | 'ADS';
  /** Minecraft.ServerType, such as Paper or Velocity; what the instance's settings say, or Paper, when left out. */
  readonly type?: string;
  /** At the beginning; 'stopped' when left out. */
  readonly state?: 'stopped' | 'ready';
  /** 300 when left out. */
  readonly stopMillis?: number;
  /** 500 when left out. */
  readonly startMillis?: number;
  readonly plugins?: readonly SimulatedPlugin[];
  /** Key of server.properties to AMP's node, whose value is laid over the file at every application start. */
  readonly ampOwned?: Readonly<Record<string, string>>;
  /** When ready, answers the server list ping at the port of server.properties or velocity.toml. */
  readonly listens?: boolean;
  /** Console commands whose rest players read. Minecraft's own when left out, of which a proxy has none. */
  readonly sayCommands?: readonly string[];
  /** How often AMP starts it again by itself after crashes in a row, before it gives up as failed; 3 when left out. */
  readonly crashRestarts?: number;
  /** How long after it was ready a start that is to crash does so; 200 when left out. */
  readonly crashAfterMillis?: number;
  /** 400 when left out. */
  readonly backupMillis?: number;
  /** A backup without BackupWhileRunning stops the server and starts it again. */
  readonly backupStopsServer?: boolean;
  /** False: the instance has no backup plugin. */
  readonly hasBackups?: boolean;
  /** From StartInstance until the instance answers; 300 when left out. */
  readonly daemonMillis?: number;
}

export interface SimulatedPlugin {
  readonly name: string;
  /** '1.0' when left out. */
  readonly version?: string;
  /** Below the application root; read at start and kept in memory as bytes. */
  readonly files: readonly string[];
  /** Writes its memory back at a stop: what was written meanwhile is lost. */
  readonly savesOnStop?: boolean;
  /** Writes its files anew at start, without comments, with a date and one key of its own; all values stay. */
  readonly rewritesOnStart?: boolean;
  /** Reads its files again. */
  readonly reload?: { readonly command: string; readonly answer: string };
  /** The console lines of a failed enabling, or undefined when it loads. A plugin that failed is not in `plugins`. */
  readonly failsOn?: (file: string, text: string) => readonly string[] | undefined;
  /** True: the server crashes soon after it was ready, as often as it is started with this text. */
  readonly crashesOn?: (file: string, text: string) => boolean;
}
