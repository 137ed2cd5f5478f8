import { isAbsolute, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { parseCommandLine } from '../../src/cli/parse-command-line.ts';
import { DEMO } from '../../src/demo/demo-spec.ts';
import { findMissingLine, type Names, translate } from './compare-output.ts';
import { DEBIAN_DOCUMENTS } from './debian-documents.ts';
import {
  type CommandStep,
  type Document,
  isGenerated,
  type PostedStep,
  readDocuments,
  stepsOf,
} from './read-document.ts';
import type { Scene } from './scene.ts';
import { SCENES } from './scenes.ts';
import { asHere, type World } from './world.ts';

const documents = readDocuments();

/** Command lines that are not run here, and why. */
const NOT_RUN: readonly (readonly [RegExp, string])[] = [
  [/^sudo /, 'changes the machine; demo.test.ts installs the package into a folder of its own'],
  [/^node --version$/, 'the test runs on the Node that it runs on'],
  [/^npm (?:ci|pack|install)\b/, 'demo.test.ts packs and installs'],
  [/^npm test$|^npm run (?:check|bench)$|HOMEAMP_CORPUS=/, 'would run this test within itself'],
  [/^homeamp agent$/, 'runs until it is stopped; test/e2e/agent runs it'],
  [/^npm run demo$/, 'demo.test.ts runs the demo of the installed package'],
  [/^node src\/build\/generate-docs\.mjs$/, 'generated.test.ts runs it with --check'],
];

describe('the commands in a document', () => {
  const withCommands = documents.filter(
    (document) =>
      !isGenerated(document) && !DEBIAN_DOCUMENTS.includes(document.path) && commandsOf(document).length > 0,
  );

  it('are there', () => {
    expect(withCommands.length).toBeGreaterThan(8);
  });

  it.for(withCommands.map((document) => [document.path, document] as const))(
    'end and print as %s shows',
    { timeout: 180_000 },
    async ([path, document], { skip }) => {
      const runnable = commandsOf(document).filter(({ command }) => !isLeftOut(command));
      const scene = SCENES.get(path);
      if (runnable.length === 0) return expect(scene).toBeUndefined();
      if (scene === undefined) throw new Error(`scenes.ts says nothing of ${path}`);
      skip(scene.isPossible === false, 'a program is missing that this document needs');
      await play(document, scene);
    },
  );

  it('have no exception that nothing needs', () => {
    const all = documents.flatMap(commandsOf);
    const idle = NOT_RUN.filter(([pattern]) => !all.some(({ command }) => pattern.test(command)));
    expect(idle.map(([pattern]) => pattern.source)).toEqual([]);
  });
});

describe('the examples in docs/commands.md', () => {
  const silent = { write: () => undefined, isTerminal: false, width: () => undefined };
  const examples = documents.filter(isGenerated).flatMap(commandsOf);

  it.for(examples.map(({ command }) => command))('are command lines: %s', (command) => {
    const words = command.split(' ').slice(1);
    const line = parseCommandLine(words, { stdout: silent, stderr: silent, version: '0' }, [
      ...COMMANDS,
      DEMO,
    ]);
    expect(line.kind).toBe('run');
  });
});

function commandsOf(document: Document): readonly CommandStep[] {
  return stepsOf(document).filter((step) => step.kind === 'command');
}

function isLeftOut(command: string): boolean {
  return NOT_RUN.some(([pattern]) => pattern.test(command));
}

/** Does everything that a document says, in its order, in one world. */
async function play(document: Document, scene: Scene): Promise<void> {
  const world = await scene.begin();
  const names: Names = new Map();
  const events = [...(scene.before ?? [])];
  for (const step of stepsOf(document)) {
    if (step.kind === 'file') {
      const path = isAbsolute(step.path)
        ? asHere(step.path, world.places)
        : join(world.repository, step.path);
      world.write(path, asHere(step.text, world.places));
      continue;
    }
    if (step.kind === 'posted') {
      checkPosted(document, { step, world, names });
      continue;
    }
    const next = events.findIndex(([piece]) => step.command.includes(piece));
    for (const [, event] of next < 0 ? [] : events.splice(next, 1)) await event(world);
    if (!isLeftOut(step.command)) await check(document, { step, world, names });
  }
  expect(events, 'events that no command called for').toEqual([]);
}

interface Check {
  readonly step: CommandStep;
  readonly world: World;
  readonly names: Names;
}

async function check({ path }: Document, { step, world, names }: Check): Promise<void> {
  const { code, output } = await world.run(translate(step.command, names));
  const place = `${path}:${step.line}: $ ${step.command}\n${output}`;
  expect(code, place).toBe(step.exit);
  if (step.output.length > 0) expect(findMissingLine(step.output, output, names), place).toBeUndefined();
}

/** What a document shows of the forge must be there now. */
function checkPosted(
  { path }: Document,
  { step, world, names }: { readonly step: PostedStep; readonly world: World; readonly names: Names },
): void {
  const posted = world.posts.get(step.name)?.() ?? `(nothing is called ${step.name})`;
  expect(findMissingLine(step.lines, posted, names), `${path}:${step.line}\n${posted}`).toBeUndefined();
}
