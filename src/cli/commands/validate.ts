import { reportValidation, type Validation } from '../../core/report/report-validation.ts';
import { validateRepository } from '../../engine/load-desired-state.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { holdsDesiredState, repositoryPlace } from '../host-place.ts';
import { githubAnnotation, issueLines } from '../print/print-issues.ts';
import { plural } from '../print/print-plan.ts';
import { createScreen, type Screen, styled } from '../print/screen.ts';

/** Lists every mistake of a repository; of a folder, as its files lie, since that is what a person is writing. */
export async function runValidate(context: CliContext, options: CliOptions): Promise<ExitCode> {
  const place = repositoryPlace(context.environment, options);
  const { source, workbooks } = await context.openRepository(place);
  const ref = options.revision ?? (holdsDesiredState(place.repo) ? 'WORKTREE' : undefined);
  const found = await validateRepository(source, workbooks, ref);
  const validation = reportValidation({ ...found, strict: options.strict ?? false });
  const screen = createScreen(context, context.stdout, options);
  switch (options.json === true ? 'json' : options.format) {
    case 'json':
      screen.json(validation);
      break;
    case 'github':
      screen.print(...validation.issues.map((issue) => [githubAnnotation(issue)]));
      break;
    default:
      printText(screen, validation);
  }
  return validation.valid ? EXIT.done : EXIT.mistake;
}

function printText(screen: Screen, validation: Validation): void {
  const { errors, warnings, counts } = validation;
  screen.print(...issueLines(validation.issues));
  if (counts !== null) {
    const parts = [
      plural(counts.hosts, 'host'),
      plural(counts.instances, 'instance'),
      plural(counts.baselines, 'baseline'),
      plural(counts.keys, 'key'),
      plural(counts.variables, 'variable'),
      plural(counts.overrides, 'override'),
    ];
    screen.print([`Read ${parts.join(', ')}.`]);
  }
  const found = `${plural(errors, 'error')}, ${plural(warnings, 'warning')}`;
  screen.print([
    styled(validation.valid ? 'green' : 'red', validation.valid ? 'Valid' : 'Not valid'),
    `: ${found}.`,
  ]);
}
