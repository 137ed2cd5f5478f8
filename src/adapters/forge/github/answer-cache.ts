/** What GitHub answered to a GET, kept to be asked for again conditionally. */
export interface KeptAnswer {
  readonly etag: string;
  readonly body: string;
  readonly headers: readonly (readonly [string, string])[];
}

/** Answers by address, the least recently used dropped first. In memory alone. */
export interface AnswerCache {
  get(url: string): KeptAnswer | undefined;
  put(url: string, answer: KeptAnswer): void;
  clear(): void;
}

const MAX_ANSWERS = 500;
const MAX_CHARACTERS = 32 * 1024 * 1024;

export function createAnswerCache(): AnswerCache {
  const kept = new Map<string, KeptAnswer>();
  let characters = 0;
  const drop = (url: string): void => {
    characters -= kept.get(url)?.body.length ?? 0;
    kept.delete(url);
  };
  return {
    get: (url) => {
      const answer = kept.get(url);
      if (answer === undefined) return undefined;
      kept.delete(url);
      kept.set(url, answer);
      return answer;
    },
    put: (url, answer) => {
      drop(url);
      kept.set(url, answer);
      characters += answer.body.length;
      for (const oldest of kept.keys()) {
        if (kept.size <= MAX_ANSWERS && characters <= MAX_CHARACTERS) break;
        drop(oldest);
      }
    },
    clear: () => {
      kept.clear();
      characters = 0;
    },
  };
}
