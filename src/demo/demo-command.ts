import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliContext, Output } from '../cli/cli-context.ts';
import type { CliOptions } from '../cli/command.ts';
import { COMMANDS } from '../cli/commands.ts';
import { EXIT, type ExitCode } from '../cli/exit-codes.ts';
import { runCli } from '../cli/run-cli.ts';
import { MistakeError } from '../core/model/errors.ts';
import { loadDesiredState } from '../engine/load-desired-state.ts';
import { createLiveTrees } from './live-trees.ts';
import { createRepository, type Sandbox, sandboxAt } from './sandbox.ts';
import { type Stage, tellStory } from './story.ts';

/** Builds the sandbox, tells the story with homeamp's own commands, and leaves everything for looking around. */
export async function runDemo(context: CliContext, options: CliOptions): Promise<ExitCode> {
  const sandbox = sandboxAt(chooseFolder(options.keep));
  const stage = stageFor(context, sandbox, options.color !== false);
  stage.say(
    'A network with two hosts is built in a temporary folder. No server runs and nothing else is touched.',
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
  await tellStory(stage);
  sayGoodbye(stage, sandbox);
  return EXIT.done;
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
  const bold =
    color && context.stdout.isTerminal
      ? (text: string) => `\u001b[1m${text}\u001b[0m`
      : (text: string) => text;
  const print = (text: string) => context.stdout.write(`${text}\n`);
  const run = (words: readonly string[], stdout: Output) =>
    runCli(color ? words : [...words, '--no-color'], { ...context, stdout, ask: undefined }, COMMANDS);
  return {
    sandbox,
    heading: (text) => print(`\n${bold(`━━ ${text}`)}\n`),
    say: print,
    homeamp: async (words) => {
      print(bold(`\n$ homeamp ${words.join(' ').replaceAll(sandbox.dir, '$DEMO')}`));
      const code = await run(words, context.stdout);
      print(`(exit code ${code})`);
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

function sayGoodbye({ heading, say }: Stage, sandbox: Sandbox): void {
  const at = (host: string) =>
    `--host ${host} --amp-root $DEMO/hosts/${host}/.ampdata/instances --state $DEMO/hosts/${host}/state`;
  heading('Look around');
  const program = process.argv[1] ?? 'homeamp';
  if (program.endsWith('main.js')) say(`alias homeamp='node ${program}'`);
  say(`export DEMO=${sandbox.dir} HOMEAMP_SECRETS_FILE=${sandbox.secretsFile}`);
  say(`homeamp parity LuckPerms --repo $DEMO/fleet.git ${at('hetzner-xeon')}`);
  say('homeamp render --repo $DEMO/fleet.git --instance VEL01');
  say(`homeamp plan --repo $DEMO/fleet.git ${at('ovh-ryzen')}`);
  say(
    'Edit files below $DEMO/hosts or $DEMO/clone (then commit and push), and plan again. Remove $DEMO when done.',
  );
}
