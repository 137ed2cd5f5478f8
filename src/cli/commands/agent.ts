import { loadSettings } from '../../settings/load-settings.ts';
import { settingsPath } from '../../settings/settings-path.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';

/** Runs the agent of this host, for good or for one pass. */
export async function runAgentCommand(context: CliContext, options: CliOptions): Promise<ExitCode> {
  const path = settingsPath(context.environment, options.config);
  const settings = loadSettings(path, context.environment);
  const ended = await context.startAgent(settings, { once: options.once ?? false });
  return ended === 'failed' ? EXIT.transient : EXIT.done;
}
