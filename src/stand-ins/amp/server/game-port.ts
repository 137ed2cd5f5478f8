import { listenForPings } from './list-ping.ts';
import { readProperties } from './properties-text.ts';
import type { ServerParts } from './server-parts.ts';

/** Where players come to a server, as the files say that it goes by. */
export interface GamePort {
  number(): number;
  maxPlayers(): number;
  /** Listens where the server is one that does. */
  open(): void;
  close(): void;
}

const DEFAULT_PORT = 25_565;
const DEFAULT_MAX_PLAYERS = 20;

export function createGamePort(
  parts: ServerParts,
  memoryOf: (file: string) => string | undefined,
  onBindFailure: () => void,
): GamePort {
  let stopListening: (() => void) | undefined;
  const isProxy = parts.kind === 'velocity';
  const property = (key: string): string | undefined =>
    readProperties(memoryOf('server.properties') ?? '').get(key);
  const number = (): number =>
    portIn(isProxy ? proxyPort(memoryOf('velocity.toml')) : property('server-port'));
  const maxPlayers = (): number => {
    const text = property('max-players') ?? '';
    return /^\d{1,6}$/.test(text) ? Number(text) : DEFAULT_MAX_PLAYERS;
  };
  const entry = () => ({
    version: isProxy ? 'Velocity 1.7.2-1.21.4' : 'Paper 1.21.4',
    players: parts.players.list(),
    maxPlayers: maxPlayers(),
    motd: property('motd') ?? 'A Minecraft Server',
  });
  return {
    number,
    maxPlayers,
    open() {
      if (parts.folder.spec.listens !== true) return;
      stopListening = listenForPings(number(), entry, () => {
        parts.console.print('ERROR', '**** FAILED TO BIND TO PORT!');
        onBindFailure();
      });
    },
    close() {
      stopListening?.();
      stopListening = undefined;
    },
  };
}

function proxyPort(text: string | undefined): string | undefined {
  return /^\s*bind\s*=\s*"[^"]*:(\d+)"/m.exec(text ?? '')?.[1];
}

function portIn(text: string | undefined): number {
  const port = Number(text ?? DEFAULT_PORT);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : DEFAULT_PORT;
}
