import type { Interface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Questions } from '../cli/cli-context.ts';
import { safeText } from '../cli/print/safe-text.ts';
import { MistakeError } from '../core/model/errors.ts';

/** Asks on the terminal that this process was started from. */
export const TERMINAL_QUESTIONS: Questions = { prompt, promptHidden, choose };

/** Yes or no; an end of the input is a no. */
export async function ask(question: string): Promise<boolean> {
  const answer = await readLine(`${safeText(question)} [y/N] `, process.stdout);
  return /^y(?:es)?$/i.test(answer?.trim() ?? '');
}

async function prompt(question: string, fallback: string): Promise<string> {
  const hint = fallback === '' ? '' : ` [${safeText(fallback)}]`;
  const answer = (await readLine(`${safeText(question)}${hint}: `, process.stdout)) ?? giveUp();
  return answer.trim() === '' ? fallback : answer.trim();
}

async function promptHidden(question: string): Promise<string> {
  process.stdout.write(`${safeText(question)}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const answer = await readLine('', silent);
  process.stdout.write('\n');
  return answer ?? giveUp();
}

async function choose(question: string, options: readonly string[]): Promise<number> {
  const lines = options.map((option, index) => `  ${index + 1}  ${safeText(option)}\n`);
  process.stdout.write(`${safeText(question)}\n${lines.join('')}`);
  for (;;) {
    const answer = await prompt(`Number from 1 to ${options.length}`, '1');
    const index = /^\d{1,6}$/.test(answer) ? Number(answer) - 1 : -1;
    if (index in options) return index;
    process.stdout.write(`  ${safeText(answer)} is no number of this list.\n`);
  }
}

/** One line; undefined when the input ended or the person interrupted. */
async function readLine(text: string, output: NodeJS.WritableStream): Promise<string | undefined> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return await Promise.race([terminal.question(text), closing(terminal)]);
  } finally {
    terminal.close();
  }
}

function closing(terminal: Interface): Promise<undefined> {
  return new Promise((resolve) => terminal.once('close', () => resolve(undefined)));
}

function giveUp(): never {
  process.stdout.write('\n');
  throw new MistakeError(
    'the question was not answered, so nothing was done',
    'Run the command again, or say it with an option; --help lists them.',
  );
}
