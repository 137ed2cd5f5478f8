import { writeFileSync } from 'node:fs';
import { MistakeError } from '../../core/model/errors.ts';
import type { Report } from '../../core/report/report.ts';
import { isAnythingDifferent } from '../../core/report/summarize-pass.ts';
import { reportPass } from '../../engine/report-pass.ts';
import type { CliContext, CliReaders } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openForReading } from '../open-host.ts';
import { planHost } from '../plan-host.ts';
import { printPlan } from '../print/print-plan.ts';
import { safeJson } from '../print/safe-text.ts';
import { createScreen } from '../print/screen.ts';

/** Shows what an apply would do. Conflicts are part of it, so that its id stands for them too. */
export async function runPlan(context: CliContext, given: CliOptions): Promise<ExitCode> {
  const { host, close, options, budget } = await openForReading(context, given);
  try {
    const report = reportPass(
      context.version,
      await planHost(context, host, options, { conflicts: 'write', budget }),
    );
    if (options.out !== undefined) writePlan(options.out, report);
    const screen = createScreen(context, context.stdout, options);
    if (options.json === true) screen.json(report);
    else printPlan(screen, report, { detailed: options.detailed ?? false });
    await hintAtWorkTree(context, host, options);
    return isAnythingDifferent(report) ? EXIT.differs : EXIT.done;
  } finally {
    await close();
  }
}

function writePlan(path: string, report: Report): void {
  try {
    writeFileSync(path, `${safeJson(JSON.stringify(report, undefined, 2))}\n`, { mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new MistakeError(`the plan can't be written to ${path} (${code})`, 'Name another file with --out.');
  }
}

async function hintAtWorkTree(context: CliContext, host: CliReaders, options: CliOptions): Promise<void> {
  if (options.revision !== undefined || !context.stderr.isTerminal) return;
  if (!(await host.hasUncommittedChanges())) return;
  createScreen(context, context.stderr, options).print([
    'The folder has changes that are not committed, and they are not in this plan: see them with --revision WORKTREE.',
  ]);
}
