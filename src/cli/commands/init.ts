import { MistakeError } from '../../core/model/errors.ts';
import type { NewFleet } from '../../core/onramp/starter/new-fleet.ts';
import { planNewFleet } from '../../core/onramp/starter/plan-new-fleet.ts';
import { starterRepository } from '../../core/onramp/starter/starter-repository.ts';
import { validateRepository } from '../../engine/load-desired-state.ts';
import { memorySource } from '../../engine/onramp/memory-source.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { type Collected, collectAnswers, wrongAnswers } from '../onramp/collect-answers.ts';
import { initLines, reportInit } from '../print/print-init.ts';
import { createScreen } from '../print/screen.ts';
import { assertMayWrite, writeRepositoryFolder } from '../write-repository-folder.ts';

/** Asks for what the options leave open where somebody can be asked, writes the repository and says what comes next. */
export async function runInit(
  context: CliContext,
  options: CliOptions,
  [dir = '.']: readonly string[],
): Promise<ExitCode> {
  const force = options.force === true;
  assertMayWrite(dir, { force });
  const screen = createScreen(context, context.stdout, options);
  const { questions } = context;
  const isAsked = questions !== undefined && options.yes !== true && options.json !== true;
  const collected = await collectAnswers(context, options, isAsked ? { questions, screen } : undefined);
  const fleet = plannedFleet(collected);
  const files = starterRepository(await context.readTemplates(), fleet);
  await assertValid(files);
  const kept = writeRepositoryFolder(dir, files, { force });
  const written = { dir, fleet, collected, files: [...files.keys()], kept };
  if (options.json === true) screen.json(reportInit(written));
  else screen.print(...initLines(written, screen.width));
  return EXIT.done;
}

function plannedFleet({ answers }: Collected): NewFleet {
  const planned = planNewFleet(answers);
  if (planned.kind === 'refused') throw wrongAnswers(planned.reasons);
  return planned.fleet;
}

/** Reads what will be written as any repository is read, so that nobody begins with a mistake of ours. */
async function assertValid(files: ReadonlyMap<string, string>): Promise<void> {
  const { issues } = await validateRepository(memorySource(files), NO_WORKBOOKS, undefined);
  if (issues.length === 0) return;
  throw new MistakeError(
    'with these answers the repository would not be valid, so nothing was written',
    'Change the answers that the lines above speak of.',
    issues,
  );
}

const NO_WORKBOOKS = { read: async () => ({ workbook: undefined, issues: [] }) };
