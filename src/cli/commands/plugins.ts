import { isAnyPluginAmiss, type PluginsReport, reportPlugins } from '../../core/report/plugins-report.ts';
import { surveyPlugins } from '../../engine/plugins/survey-plugins.ts';
import type { CliContext, CliReaders } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openForReading } from '../open-host.ts';
import { printPlugins } from '../print/print-plugins.ts';
import { createProgress } from '../print/progress.ts';
import { createScreen } from '../print/screen.ts';

/** Shows which plugins the instances of this host have beside those that the deployment matrix places. */
export async function runPlugins(context: CliContext, given: CliOptions): Promise<ExitCode> {
  const { host, close, options } = await openForReading(context, given);
  try {
    const report = await lookAtPlugins(context, host, options);
    const screen = createScreen(context, context.stdout, options);
    if (options.json === true) screen.json(report);
    else printPlugins(screen, report);
    return isAnyPluginAmiss(report) ? EXIT.differs : EXIT.done;
  } finally {
    await close();
  }
}

async function lookAtPlugins(
  context: CliContext,
  host: CliReaders,
  options: CliOptions,
): Promise<PluginsReport> {
  const progress = createProgress(context, 'looking into jars');
  try {
    const survey = await surveyPlugins(host, {
      host: options.host,
      instances: options.instance ?? [],
      ref: options.revision,
      onInstance: progress.step,
    });
    return reportPlugins(context.version, survey);
  } finally {
    progress.stop();
  }
}
