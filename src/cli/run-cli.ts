import { OperatingError } from '../core/model/errors.ts';
import type { CliContext } from './cli-context.ts';
import type { CommandSpec } from './command.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts';
import { parseCommandLine } from './parse-command-line.ts';

/** Runs one command line and gives its exit code. Every failure ends here, told on stderr. */
export async function runCli(
  words: readonly string[],
  context: CliContext,
  commands: readonly CommandSpec[],
): Promise<ExitCode> {
  const line = parseCommandLine(words, context, commands);
  if (line.kind === 'answered') return line.exitCode;
  try {
    const run = await line.command.load();
    return await run(context, line.options, line.operands);
  } catch (failure) {
    const { printFailure } = await import('./print/print-failure.ts');
    printFailure(context, line.options, failure);
    return failure instanceof OperatingError ? exitCodeOf(failure) : EXIT.bug;
  }
}
