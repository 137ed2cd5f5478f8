import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliContext, Output } from '../cli/cli-context.ts';
import type { CliOptions } from '../cli/command.ts';
import { COMMANDS } from '../cli/commands.ts';
import { EXIT, type ExitCode } from '../cli/exit-codes.ts';
import { createScreen, styled } from '../cli/print/screen.ts';
import { runCli } from '../cli/run-cli.ts';
import { MistakeError } from '../core/model/errors.ts';
import { loadDesiredState } from '../engine/load-desired-state.ts';
import { createLiveTrees } from './live-trees.ts';
import { createRepository, type Sandbox, sandboxAt } from './sandbox.ts';
import { RYZEN, type Stage, XEON } from './stage.ts';
import { tellStory } from './story.ts';
import { wrapLine } from './wrap-line.ts';

/** Builds the sandbox, tells the story with homeamp's own commands, and leaves everything for looking around. */
export async function runDemo(context: CliContext, options: CliOptions): Promise<ExitCode> {
  const sandbox = sandboxAt(chooseFolder(options.keep));
  const stage = stageFor(context, sandbox, options.color !== false);
  stage.say(
    'A network with two hosts is built in a temporary folder. No Minecraft server runs and nothing else is touched.',
  );
  stage.say(`DEMO=${sandbox.dir}`);
  createRepository(sandbox);
  createSecrets(sandbox);
  const { source, workbooks, secrets } = await context.openRepository({
    repo: sandbox.repository,
    stateDir: sandbox.dir,
  });
  const { desired } = await loadDesiredState({ source, workbooks, ref: undefined });
  const files = createLiveTrees(sandbox, desired, secrets);
  stage.say(
    `${desired.fleet.instances.size} instances with ${files} managed configuration files, and ${desired.baselines.size} baselines in Git.`,
  );
  stage.say(
    'In this copy of the fleet countdowns and soak times take seconds; desired-state/fleet.yaml has minutes.',
  );
  await tellStory(stage);
  if (!(await tellUnlessInterrupted(context, stage))) return EXIT.transient;
  sayGoodbye(stage, sandbox);
  return EXIT.done;
}

/**
 * The agents' story has a server, and agents that take an interrupt as the wish to finish their pass: the story ends
 * behind the running command, and false is given.
 */
async function tellUnlessInterrupted(context: CliContext, stage: Stage): Promise<boolean> {
  let isInterrupted = false;
  const release = context.onInterrupt(() => {
    isInterrupted = true;
  });
  const homeamp: Stage['homeamp'] = async (words) => {
    const code = await stage.homeamp(words);
    if (isInterrupted) throw new Error('somebody interrupted the demo');
    return code;
  };
  try {
    const { tellPullRequestStory } = await import('./pull-request-story.ts');
    await tellPullRequestStory({ ...stage, homeamp });
  } catch (failure) {
    if (!isInterrupted) throw failure;
    stage.say(
      `Interrupted: the servers of the demo are stopped, its folder is left at ${stage.sandbox.dir}.`,
    );
  } finally {
    release();
  }
  return !isInterrupted;
}

function chooseFolder(keep: string | undefined): string {
  if (keep === undefined) return realpathSync(mkdtempSync(join(tmpdir(), 'homeamp-demo-')));
  mkdirSync(keep, { recursive: true });
  if (readdirSync(keep).length > 0) {
    throw new MistakeError(`${keep} is not empty`, 'Name a folder that is empty or not there yet.');
  }
  return realpathSync(keep);
}

const SECRET_NAMES = ['DB_PASSWORD', 'REDIS_PASSWORD', 'FORWARDING_SECRET', 'DISCORD_BOT_TOKEN'];

/** The secrets of both hosts, made up anew each time. */
function createSecrets(sandbox: Sandbox): void {
  const lines = SECRET_NAMES.map((name) => `${name}=${randomBytes(12).toString('hex')}`);
  writeFileSync(sandbox.secretsFile, `${lines.join('\n')}\n`, { mode: 0o600 });
  process.env['HOMEAMP_SECRETS_FILE'] = sandbox.secretsFile;
}

function stageFor(context: CliContext, sandbox: Sandbox, color: boolean): Stage {
  const screen = createScreen(context, context.stdout, { color });
  const run = (words: readonly string[], stdout: Output) =>
    runCli(color ? words : [...words, '--no-color'], { ...context, stdout, ask: undefined }, COMMANDS);
  // Commands print past this, but never end in an empty line.
  let isAtGap = false;
  const print: Stage['print'] = (...lines) => {
    screen.print(...lines);
    isAtGap = lines.at(-1)?.length === 0;
  };
  const gap = () => {
    if (!isAtGap) print([]);
  };
  return {
    sandbox,
    width: screen.width,
    print,
    gap,
    heading: (text) => {
      gap();
      print([styled('bold', `━━ ${text}`)], []);
    },
    say: (text) => print(...wrapLine([text], screen.width, 0)),
    homeamp: async (words) => {
      const line = words.join(' ').replaceAll(sandbox.dir, '$DEMO');
      gap();
      print([styled('bold', `$ homeamp ${line}`)]);
      const code = await run(words, context.stdout);
      print([`(exit code ${code})`]);
      return code;
    },
    capture: async (words) => {
      const chunks: string[] = [];
      const stdout = {
        write: (text: string) => void chunks.push(text),
        isTerminal: false,
        width: () => undefined,
      };
      return { code: await run(words, stdout), text: chunks.join('') };
    },
  };
}

function sayGoodbye({ heading, say, print }: Stage, sandbox: Sandbox): void {
  const at = (host: string) =>
    `--host ${host} --amp-root $DEMO/hosts/${host}/.ampdata/instances --state $DEMO/hosts/${host}/state`;
  heading('Look around');
  const program = process.argv[1] ?? 'homeamp';
  const lines = [
    ...(program.endsWith('main.js') ? [`alias homeamp='node ${program}'`] : []),
    `export DEMO=${sandbox.dir} HOMEAMP_SECRETS_FILE=${sandbox.secretsFile}`,
    `homeamp parity LuckPerms --repo $DEMO/fleet.git ${at(XEON)}`,
    'homeamp render --repo $DEMO/fleet.git --instance VEL01',
    `homeamp plan --repo $DEMO/fleet.git ${at(RYZEN)}`,
    `homeamp status --config $DEMO/hosts/${XEON}/agent.yaml`,
    `homeamp config check --config $DEMO/hosts/${RYZEN}/agent.yaml`,
  ];
  // Whole, since somebody copies them.
  print(...lines.map((line) => [line]), []);
  say(
    'Edit files below $DEMO/hosts or $DEMO/clone (then commit and push), and plan again. Remove $DEMO when done.',
  );
  say(
    'With --config the commands go by the commit that the agent took last. The agents themselves would wait for the stand-in, which is gone.',
  );
}
