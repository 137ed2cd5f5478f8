import { isForTrials } from '../../core/onramp/starter/plan-new-fleet.ts';
import { type Answer, readAll, wordsOf } from '../../core/onramp/starter/read-answer.ts';
import type { Questions } from '../cli-context.ts';
import { type Screen, styled } from '../print/screen.ts';

/** A person who is asked, and the screen for what was wrong with an answer. */
export interface Asked {
  readonly questions: Questions;
  readonly screen: Screen;
}

/** Asks until the answer can be taken; each time with the reason why not. */
export async function askUntilRead<T>(
  { questions, screen }: Asked,
  { question, fallback }: { readonly question: string; readonly fallback: string },
  read: (line: string) => { readonly values: readonly T[]; readonly reasons: readonly string[] },
): Promise<readonly T[]> {
  for (;;) {
    const { values, reasons } = read(await questions.prompt(question, fallback));
    if (reasons.length === 0) return values;
    screen.print(...reasons.map((reason) => ['  ', styled('yellow', reason)]));
  }
}

/** A reader of a line with several words, at least one. */
export function wordsReader<T>(read: (word: string) => Answer<T>) {
  return (line: string) => {
    const words = wordsOf(line);
    return words.length === 0 ? { values: [], reasons: ['name at least one'] } : readAll(words, read);
  };
}

/** Which of the servers changes are tried out on first; none where nobody wants that. */
export async function askTrialServers(asked: Asked, names: readonly string[]): Promise<readonly string[]> {
  const likely = names.filter(isForTrials);
  return askUntilRead(
    asked,
    {
      question: 'Servers to try changes out on first, or none',
      fallback: likely.length === 0 ? 'none' : likely.join(' '),
    },
    (line) => {
      const words = wordsOf(line);
      if (words.join(' ').toLowerCase() === 'none') return { values: [], reasons: [] };
      const strangers = words.filter((word) => !names.includes(word));
      return { values: words, reasons: strangers.map((word) => `${word} is none of ${names.join(', ')}`) };
    },
  );
}
