/** Who ordered something: an account through the API, or an admin in AMP's own pages or in the game. */
export type OrderedBy = 'api' | 'admin';

/** Something that was said to everybody. */
export interface Said {
  readonly at: number;
  readonly text: string;
}

/** What happened to a server. */
export type SimFact =
  /** AMP's ApplicationState. */
  | { readonly kind: 'state'; readonly from: number; readonly to: number }
  | { readonly kind: 'join' | 'leave'; readonly player: string }
  /** A stop sent these players away; `said` is what was said in the last 15 minutes. */
  | { readonly kind: 'kick'; readonly players: readonly string[]; readonly said: readonly Said[] }
  /** The server died with these players on it. */
  | { readonly kind: 'crash'; readonly players: readonly string[] }
  /** `heard` is false when no server was there to hear it. */
  | { readonly kind: 'command'; readonly line: string; readonly by: OrderedBy; readonly heard: boolean }
  | { readonly kind: 'say'; readonly text: string; readonly players: readonly string[] }
  | { readonly kind: 'bukkit-reload'; readonly by: OrderedBy }
  | { readonly kind: 'plugin-failed'; readonly plugin: string }
  /** `undid`: the file held something else than the server knew, which is lost now. */
  | {
      readonly kind: 'file-saved';
      readonly file: string;
      readonly cause: 'start' | 'stop';
      readonly undid: boolean;
    }
  /** Told when a server has ended: somebody wrote this file under it, and it never read it. */
  | { readonly kind: 'changed-while-running'; readonly file: string }
  | { readonly kind: 'config-set'; readonly node: string; readonly value: string }
  | { readonly kind: 'backup'; readonly title: string; readonly outcome: 'begun' | 'done' | 'failed' }
  | { readonly kind: 'daemon'; readonly to: 'up' | 'down' };

/** With the server's name, and milliseconds since 1970. */
export type SimEvent = SimFact & { readonly at: number; readonly server: string };
