import { MistakeError } from '../../core/model/errors.ts';
import {
  planRollback,
  type RollbackPlan,
  type RollbackResult,
  rollBack,
} from '../../engine/apply/rollback.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { stateDirOf } from '../host-place.ts';
import { plural } from '../print/print-plan.ts';
import { createScreen, type Line, type Screen, styled } from '../print/screen.ts';
import { timeText } from '../print/time-text.ts';
import { recoverFirst } from '../recover-first.ts';

/** Puts files back to what they were before a run, after showing which and asking. */
export async function runRollback(
  context: CliContext,
  options: CliOptions,
  [id = '']: readonly string[],
): Promise<ExitCode> {
  const { ask } = context;
  if (options.yes !== true && ask === undefined) throw NOBODY_TO_ASK;
  const stateDir = stateDirOf(context.environment, options);
  const { host, close } = await context.openStateWriters(stateDir);
  try {
    const screen = createScreen(context, context.stdout, options);
    await recoverFirst(host, screen);
    const plan = planRollback(host, id, options.instance);
    if (options.json !== true) screen.print(...planLines(plan));
    if (options.yes !== true && !(await ask?.('Put these files back?'))) {
      screen.print(['Nothing was changed.']);
      return EXIT.differs;
    }
    const result = await rollBack(host, plan, options.keepFiles === true ? 'keep' : 'put-back');
    if (options.json !== true) return printResult(screen, result);
    screen.json(resultJson(result));
    return exitCodeFor(result);
  } finally {
    await close();
  }
}

const NOBODY_TO_ASK = new MistakeError(
  'a rollback asks before it writes, and there is no terminal to ask on',
  'Look at `homeamp history`, then say --yes.',
);

function planLines({ entries, frozen }: RollbackPlan): readonly Line[] {
  return [
    ...frozen.map(
      (entry): Line => [
        styled('bold', entry.instance),
        `  frozen since ${timeText(entry.startedAt)}: ${entry.files.map((file) => file.path).join(', ')}`,
      ],
    ),
    ...entries.flatMap((entry): readonly Line[] => [
      [
        styled('bold', entry.instance),
        `  as before ${entry.id}, ${timeText(entry.at)}, ${plural(entry.keys, 'key')}, revision ${entry.revision}`,
      ],
      ...entry.files.map(
        (file): Line => [
          '  ',
          file.path,
          file.before === 'absent' ? '  (it was created, and will be deleted)' : '',
        ],
      ),
    ]),
  ];
}

function resultJson({ run, undone, recovered }: RollbackResult) {
  return {
    run,
    undone: undone.map(({ id, entry }) => ({
      id,
      of: entry.id,
      instance: entry.instance,
      files: entry.files.map((file) => file.path),
    })),
    recovered,
  };
}

function exitCodeFor({ recovered }: RollbackResult): ExitCode {
  return recovered.some(({ outcome }) => outcome === 'frozen') ? EXIT.stuck : EXIT.done;
}

function printResult(screen: Screen, result: RollbackResult): ExitCode {
  const { undone, recovered } = result;
  for (const { id, entry } of undone) {
    screen.print([
      styled('green', 'put back'),
      `  ${entry.instance}  as ${id}; undo with \`homeamp rollback ${id}\``,
    ]);
  }
  for (const { instance, outcome, message } of recovered) {
    screen.print([styled(outcome === 'frozen' ? 'red' : 'green', outcome), `  ${instance}: ${message}`]);
  }
  const code = exitCodeFor(result);
  if (code === EXIT.done) screen.print(['Running servers use the files after a reload or a restart.']);
  return code;
}
