import type { Line } from '../cli/print/screen.ts';
import type { Sandbox } from './sandbox.ts';

/** What a story is told on. */
export interface Stage {
  readonly sandbox: Sandbox;
  /** Runs homeamp as a person would and shows the command line above its output; gives the exit code. */
  readonly homeamp: (words: readonly string[]) => Promise<number>;
  /** Runs homeamp without showing anything. */
  readonly capture: (words: readonly string[]) => Promise<{ readonly code: number; readonly text: string }>;
  readonly heading: (text: string) => void;
  /** Prints a sentence, broken between words where the terminal is too narrow. */
  readonly say: (text: string) => void;
  /** An empty line, unless there is one already. */
  readonly gap: () => void;
  /** Prints lines, made safe, coloured on a terminal alone. */
  readonly print: (...lines: readonly Line[]) => void;
  /** Columns of the terminal; undefined where there is none. */
  readonly width: number | undefined;
}

export const XEON = 'hetzner-xeon';
export const RYZEN = 'ovh-ryzen';

/** Of the reference fleet, in their order. */
export const STAGES: readonly string[] = ['dev', 'canary', 'production'];

/** Runs a command of the story. Throws when it does not end as the story needs it. */
export async function expectExit(stage: Stage, words: readonly string[], expected: number): Promise<void> {
  const code = await stage.homeamp(words);
  if (code !== expected)
    throw new Error(`homeamp ${words[0]} ended with ${code}, and the story needs ${expected}`);
}
