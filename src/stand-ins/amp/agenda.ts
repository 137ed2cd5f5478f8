/** What will happen, by time. */
export interface Agenda {
  /** Milliseconds since 1970; while something that was due happens, the moment it was due at. */
  now(): number;
  /** Returns what calls it off. */
  after(millis: number, run: () => void): () => void;
  /** Lets happen what is due, in its order. */
  advance(): void;
}

interface Entry {
  readonly at: number;
  readonly run: () => void;
}

/** What is thrown by something that happens goes to `onError`, and the rest happens all the same. */
export function createAgenda(clock: () => number, onError: (error: unknown) => void): Agenda {
  const entries: Entry[] = [];
  let playing: number | undefined;
  const now = (): number => playing ?? clock();
  return {
    now,
    after(millis, run) {
      const entry: Entry = { at: now() + millis, run };
      const later = entries.findIndex(({ at }) => at > entry.at);
      entries.splice(later === -1 ? entries.length : later, 0, entry);
      return () => {
        const index = entries.indexOf(entry);
        if (index !== -1) entries.splice(index, 1);
      };
    },
    advance() {
      if (playing !== undefined) return;
      const until = clock();
      for (let [next] = entries; next !== undefined && next.at <= until; [next] = entries) {
        entries.shift();
        playing = next.at;
        try {
          next.run();
        } catch (error) {
          onError(error);
        }
      }
      playing = undefined;
    },
  };
}
