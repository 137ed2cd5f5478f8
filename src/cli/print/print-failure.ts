import { MistakeError, OperatingError } from '../../core/model/errors.ts';
import { compareIssues } from '../../core/model/issue.ts';
import type { CliContext } from '../cli-context.ts';
import { issueLines } from './print-issues.ts';
import { createScreen, type Line, styled } from './screen.ts';

/** Tells a failure on stderr: what happened and what to do; a bug's stack only when it is asked for. */
export function printFailure(
  context: Pick<CliContext, 'stderr' | 'environment' | 'version'>,
  options: { readonly color?: boolean },
  failure: unknown,
): void {
  const screen = createScreen(context, context.stderr, options);
  const isDebugging = (context.environment['HOMEAMP_DEBUG'] ?? '') !== '';
  const trace = isDebugging ? stackLines(failure) : [];
  if (failure instanceof OperatingError) {
    if (failure instanceof MistakeError) screen.print(...issueLines([...failure.issues].sort(compareIssues)));
    screen.print([styled('red', 'homeamp: '), failure.message], ...causeLines(failure), [failure.next]);
  } else {
    screen.print(
      [styled('red', 'homeamp: '), 'a bug in homeamp stopped this command.'],
      [`${describe(failure)} (homeamp ${context.version})`],
      [
        "Please report it on the issues page of homeamp's repository, with what HOMEAMP_DEBUG=1 adds to this.",
      ],
    );
  }
  screen.print(...trace);
}

function causeLines(failure: OperatingError): readonly Line[] {
  return failure.cause instanceof Error ? [['  because: ', failure.cause.message]] : [];
}

function describe(failure: unknown): string {
  return failure instanceof Error
    ? `${failure.name}: ${failure.message}`
    : 'Something was thrown that is no error';
}

function stackLines(failure: unknown): readonly Line[] {
  if (!(failure instanceof Error)) return [];
  const own = (failure.stack ?? '').split('\n').map((line): Line => [styled('dim', line)]);
  return failure.cause === undefined ? own : [...own, ...stackLines(failure.cause)];
}
