import { MistakeError } from '../../core/model/errors.ts';
import { isAnyPluginAmiss, type PluginsReport, reportPlugins } from '../../core/report/plugins-report.ts';
import { surveyPlugins } from '../../engine/plugins/survey-plugins.ts';
import type { CliContext, CliReaders } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openForReading } from '../open-host.ts';
import { printPlugins } from '../print/print-plugins.ts';
import { createProgress } from '../print/progress.ts';
import { createScreen } from '../print/screen.ts';

/** Shows which plugins the instances of this host have, or deals with the keys of a plugin's new version. */
export async function runPlugins(
  context: CliContext,
  options: CliOptions,
  [action, plugin, ...more]: readonly string[],
): Promise<ExitCode> {
  if (action === undefined) return surveyHost(context, options);
  if (plugin !== undefined && more.length === 0) {
    if (action === 'merge') {
      return (await import('./plugins-merge.ts')).runMerge(context, options, plugin);
    }
    if (action === 'migrate') {
      return (await import('./plugins-migrate.ts')).runMigrate(context, options, plugin);
    }
    if (action === 'keys') return (await import('./plugins-keys.ts')).runKeys(context, options, plugin);
  }
  throw new MistakeError(
    `\`plugins ${[action, plugin, ...more].join(' ').trim().slice(0, 80)}\` is not one of its actions`,
    'Say `plugins` alone, `plugins merge PLUGIN`, `plugins migrate PLUGIN` or `plugins keys PLUGIN`.',
  );
}

async function surveyHost(context: CliContext, given: CliOptions): Promise<ExitCode> {
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
