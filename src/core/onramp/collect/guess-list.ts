import type { CollectGuess } from './collect-guess.ts';

/** Collects what was guessed on single instances, so that each guess is told once with all of its instances. */
export interface GuessList {
  readonly note: (guess: CollectGuess, instance: string) => void;
  /** In the order in which they were first noted. */
  readonly all: () => readonly CollectGuess[];
}

const MOST_NAMES = 3;

export function createGuessList(): GuessList {
  const noted = new Map<string, { readonly guess: CollectGuess; readonly instances: Set<string> }>();
  return {
    note(guess, instance) {
      const id = JSON.stringify([guess.kind, guess.subject, guess.text]);
      const entry = noted.get(id) ?? { guess, instances: new Set<string>() };
      noted.set(id, entry);
      entry.instances.add(instance);
    },
    all: () =>
      [...noted.values()].map(({ guess, instances }) => ({
        ...guess,
        text: `${guess.text}; on ${listNames([...instances])}.`,
      })),
  };
}

function listNames(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
