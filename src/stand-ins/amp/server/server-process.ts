import { createFileMemory, type FileMemory } from './file-memory.ts';
import { createGamePort, type GamePort } from './game-port.ts';
import { createPluginHost, type PluginHost } from './plugin-host.ts';
import { readProperties, writeProperties } from './properties-text.ts';
import type { ServerKind, ServerParts } from './server-parts.ts';

/** The program that AMP starts and stops. */
export interface ServerProcess {
  readonly plugins: PluginHost;
  readonly port: GamePort;
  /** Reads its own files, over which AMP lays its values. */
  boot(): void;
  /** Says that it is done, and listens. */
  open(): void;
  /** 'saving': as after a stop. 'dying': what it knew is lost. */
  quit(how: 'saving' | 'dying'): void;
  /** Reads one of its own files again. */
  reread(file: string): void;
  /** The text that it goes by. */
  memoryOf(file: string): string | undefined;
}

const PROPERTIES = 'server.properties';
const FIRST_PROPERTIES = 'max-players=20\nmotd=A Minecraft Server\nserver-port=25565\n';
const OWN_FILES: Readonly<Record<ServerKind, readonly string[]>> = {
  paper: ['bukkit.yml', 'spigot.yml', 'config/paper-global.yml', 'config/paper-world-defaults.yml'],
  velocity: ['velocity.toml'],
  generic: ['config.yml'],
};
const GREETINGS: Readonly<Record<ServerKind, string>> = {
  paper: 'Starting minecraft server version 1.21.4',
  velocity: 'Booting up Velocity 3.4.0...',
  generic: 'Starting...',
};
const READY: Readonly<Record<ServerKind, (seconds: string) => string>> = {
  paper: (seconds) => `Done (${seconds}s)! For help, type "help"`,
  velocity: (seconds) => `Done (${seconds}s)!`,
  generic: (seconds) => `Done (${seconds}s)! Run /geyser help for help!`,
};

/** `onBindFailure` is called when its port is taken, some time after it opened. */
export function createServerProcess(parts: ServerParts, onBindFailure: () => void): ServerProcess {
  const { console, kind, folder } = parts;
  const memory = createFileMemory(folder.root, parts.tell);
  const plugins = createPluginHost(parts, memory);
  const memoryOf = (file: string): string | undefined => memory.of(file)?.toString('utf8');
  const port = createGamePort(parts, memoryOf, onBindFailure);
  return {
    plugins,
    port,
    memoryOf,
    boot() {
      memory.clear();
      console.rotate();
      console.print('INFO', GREETINGS[kind]);
      if (kind === 'paper') bootProperties(parts, memory);
      for (const file of OWN_FILES[kind]) memory.keep(file, memory.read(file));
    },
    open() {
      const seconds = ((folder.spec.startMillis ?? 500) / 1000).toFixed(3);
      console.print('INFO', READY[kind](seconds));
      port.open();
    },
    quit(how) {
      port.close();
      memory.tellChanged();
      if (how === 'saving') plugins.save();
      plugins.clear();
      memory.clear();
    },
    reread: (file) => memory.keep(file, memory.read(file)),
  };
}

function bootProperties({ folder, settings, agenda }: ServerParts, memory: FileMemory): void {
  const bytes = memory.read(PROPERTIES);
  const values = readProperties(bytes?.toString('utf8') ?? FIRST_PROPERTIES);
  const owned = Object.entries(folder.spec.ampOwned ?? {}).flatMap(([key, node]) => {
    const value = settings.get(node) ?? '';
    // .NET writes True, which Minecraft would take for false.
    return value === ''
      ? []
      : [[key, value.replace(/^(?:True|False)$/, (word) => word.toLowerCase())] as const];
  });
  memory.keep(PROPERTIES, bytes);
  const text = writeProperties(new Map([...values, ...owned]), agenda.now());
  memory.save(PROPERTIES, Buffer.from(text), 'start');
}
