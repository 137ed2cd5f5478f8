import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { CliContext } from './cli-context.ts';
import type { CliOptions, CommandSpec, OptionSpec } from './command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** What the command line asks for, or the exit code where the parser has answered it (help, version, a mistake). */
export type CommandLine =
  | {
      readonly kind: 'run';
      readonly command: CommandSpec;
      readonly options: CliOptions;
      readonly operands: readonly string[];
    }
  | { readonly kind: 'answered'; readonly exitCode: ExitCode };

/** Parses without running anything; help, version and wrong usage are printed on the way. */
export function parseCommandLine(
  words: readonly string[],
  context: Pick<CliContext, 'stdout' | 'stderr' | 'version'>,
  commands: readonly CommandSpec[],
): CommandLine {
  let chosen: CommandLine | undefined;
  const program = createProgram(context);
  for (const spec of commands) {
    addCommand(program, spec, (options, operands) => {
      chosen = { kind: 'run', command: spec, options, operands };
    });
  }
  try {
    program.parse([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { kind: 'answered', exitCode: error.exitCode === 0 ? EXIT.done : EXIT.mistake };
  }
  return chosen ?? { kind: 'answered', exitCode: EXIT.mistake };
}

function createProgram(context: Pick<CliContext, 'stdout' | 'stderr' | 'version'>): Command {
  return new Command('homeamp')
    .description('Keeps a fleet of Minecraft servers under AMP equal to what a Git repository says.')
    .version(context.version, '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showHelpAfterError('Run with --help to see what is possible.')
    .addHelpText('after', `\nExample:\n  $ homeamp validate --repo .\n`)
    .exitOverride()
    .configureOutput({
      writeOut: context.stdout.write,
      writeErr: context.stderr.write,
      outputError: (text, write) => write(text.replace(/^error: /, 'homeamp: ')),
      getOutHelpWidth: () => context.stdout.width() ?? 100,
      getErrHelpWidth: () => context.stderr.width() ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}

function addCommand(
  program: Command,
  spec: CommandSpec,
  choose: (options: CliOptions, operands: readonly string[]) => void,
): void {
  const command = program.command(spec.name).summary(spec.summary).description(sentence(spec.summary));
  for (const operand of spec.operands.split(' ').filter((word) => word !== '')) {
    command.addArgument(new Argument(operand));
  }
  for (const option of spec.options) command.addOption(toOption(option));
  command.addOption(new Option('--no-color', 'print without colours'));
  const examples = spec.examples.map((example) => `  $ ${example}`).join('\n');
  command.addHelpText('after', `\nExample:\n${examples}\n`);
  command.action(() => choose(command.opts<CliOptions>(), command.args));
}

function toOption(spec: OptionSpec): Option {
  const option = new Option(spec.flags, spec.description);
  if (spec.kind === 'list') {
    option.argParser((value: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), value]);
  }
  if (spec.kind === 'count') option.argParser(parseCount);
  if (spec.kind === 'choice') option.choices([...(spec.choices ?? [])]);
  return option;
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number from 1 to 999999.');
  return Number(text);
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
