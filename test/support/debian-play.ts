import { expect } from 'vitest';
import { findMissingLine, type Names, translate } from '../docs/compare-output.ts';
import { type Document, type Step, stepsOf } from '../docs/read-document.ts';
import { asHere, asShown } from '../docs/world.ts';
import type { DebianMachine } from './debian-machine.ts';

/** A machine where somebody does what documents say. */
export interface Stage {
  readonly machine: DebianMachine;
  /** What documents name, and what it is called here. */
  readonly places: Map<string, string>;
  readonly posts: Map<string, () => string>;
  /** What happens before a command that holds the piece, or before a posted block of that name; each once, in order. */
  readonly before: (readonly [string, () => unknown])[];
  /** Kept from one document to the next. */
  readonly names: Names;
}

/** Said in documents and not run on the machine, and why. */
const NOT_RUN: readonly (readonly [RegExp, string])[] = [
  [/^npm (?:ci|pack)$/, 'on another machine; the package is brought'],
];

/** Who types, and where. `sudo -iu amp` and `exit` change it. */
interface Prompt {
  readonly user: 'root' | 'amp';
  readonly folder: string;
}

const ADMIN: Prompt = { user: 'root', folder: '/root' };

/** Does everything that a document says on a machine, and compares what is printed. Gives how many commands ran. */
export async function playOnDebian(document: Document, stage: Stage): Promise<number> {
  let prompt = ADMIN;
  let ran = 0;
  for (const step of stepsOf(document)) {
    await happen(step, stage);
    if (step.kind === 'file') await writeAsEditor(step, stage, prompt);
    else if (step.kind === 'posted') checkPosted(document, step, stage);
    else if (step.command === 'sudo -iu amp') prompt = { user: 'amp', folder: '/home/amp' };
    else if (step.command === 'exit') prompt = ADMIN;
    else if (!NOT_RUN.some(([pattern]) => pattern.test(step.command))) {
      await check(document, step, stage, prompt);
      prompt = { ...prompt, folder: folderAfter(step.command, prompt) };
      ran += 1;
    }
  }
  expect(stage.before, 'events that nothing called for').toEqual([]);
  return ran;
}

async function happen(step: Step, { before }: Stage): Promise<void> {
  const [piece, event] = before[0] ?? [];
  if (piece === undefined || event === undefined) return;
  const isDue =
    (step.kind === 'command' && step.command.includes(piece)) ||
    (step.kind === 'posted' && step.name === piece);
  if (!isDue) return;
  before.shift();
  await event();
}

/** In place, so that owner and mode stay. */
async function writeAsEditor(
  step: Step & { readonly kind: 'file' },
  { machine, places }: Stage,
  { folder, user }: Prompt,
): Promise<void> {
  const path = step.path.startsWith('/') ? step.path : `${folder}/${step.path}`;
  const text = Buffer.from(asHere(step.text, places)).toString('base64');
  const line = `mkdir -p "$(dirname '${path}')" && echo ${text} | base64 -d >'${path}'`;
  const { code, output } = await machine.run(line, user === 'root' ? {} : { user });
  expect(code, output).toBe(0);
}

function checkPosted(document: Document, step: Step & { readonly kind: 'posted' }, stage: Stage): void {
  const posted = asShown(stage.posts.get(step.name)?.() ?? '(nothing)', stage.places);
  const missing = findMissingLine(step.lines, posted, stage.names);
  expect(missing, `${document.path}:${step.line}\n${posted}`).toBeUndefined();
}

async function check(
  document: Document,
  step: Step & { readonly kind: 'command' },
  { machine, places, names }: Stage,
  { user, folder }: Prompt,
): Promise<void> {
  const line = `cd ${folder} && ${asHere(translate(step.command, names), places)}`;
  const { code, output } = await machine.run(line, user === 'root' ? {} : { user });
  const shown = asShown(output, places);
  const place = `${document.path}:${step.line}: $ ${step.command}\n${shown}`;
  expect(code, place).toBe(step.exit);
  if (step.output.length > 0) expect(findMissingLine(step.output, shown, names), place).toBeUndefined();
}

function folderAfter(command: string, { folder }: Prompt): string {
  const named = /\bcd (\S+)$/.exec(command)?.[1];
  return named === undefined ? folder : named.replace(/^~/, '/home/amp');
}
