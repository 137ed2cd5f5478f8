import type { Said, SimFact } from '../events.ts';

/** Who plays on a server. */
export interface Players {
  /** In the order they came. */
  list(): readonly string[];
  join(player: string): void;
  leave(player: string): void;
  /** Everybody who is on reads it. */
  hear(text: string): void;
  /** A stop sends everybody away. */
  kick(): void;
  /** The server died: everybody is gone, and these they were. */
  drop(): readonly string[];
}

const REMEMBERED_MILLIS = 15 * 60_000;

export function createPlayers(now: () => number, tell: (fact: SimFact) => void): Players {
  let players: readonly string[] = [];
  let said: readonly Said[] = [];
  const drop = (): readonly string[] => {
    const gone = players;
    players = [];
    return gone;
  };
  const recent = (): readonly Said[] => said.filter(({ at }) => at > now() - REMEMBERED_MILLIS);
  return {
    list: () => players,
    join(player) {
      if (players.includes(player)) return;
      players = [...players, player];
      tell({ kind: 'join', player });
    },
    leave(player) {
      if (!players.includes(player)) return;
      players = players.filter((other) => other !== player);
      tell({ kind: 'leave', player });
    },
    hear(text) {
      said = [...recent(), { at: now(), text }];
      tell({ kind: 'say', text, players });
    },
    kick() {
      const gone = drop();
      if (gone.length > 0) tell({ kind: 'kick', players: gone, said: recent() });
    },
    drop,
  };
}
