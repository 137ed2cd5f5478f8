import { existsSync } from 'node:fs';
import { MistakeError } from '../core/model/errors.ts';
import type { HostWriters } from '../engine/apply/host-writers.ts';
import { isSettingsNamed, settingsPath } from '../settings/settings-path.ts';
import type { CliContext, CliReaders } from './cli-context.ts';
import type { CliOptions } from './command.ts';
import { hostPlace } from './host-place.ts';
import type { OpenedHost } from './opened-host.ts';

/** Opens what a looking command works with. */
export async function openForReading(
  context: CliContext,
  options: CliOptions,
): Promise<OpenedHost<CliReaders>> {
  const path = settingsInForce(context, options);
  if (path !== undefined) {
    const { openAgentForReading } = await import('./open-agent-host.ts');
    return openAgentForReading(context, options, path);
  }
  const opened = await context.openReaders(hostPlace(context.environment, options));
  return { ...opened, options, budget: undefined, agent: undefined };
}

/**
 * Opens what an apply works with, under the state's lock. With settings it is the revision that passed the agent's
 * gates; with glass to break, the branch's newest commit.
 */
export async function openForWriting(
  context: CliContext,
  options: CliOptions,
): Promise<OpenedHost<HostWriters>> {
  const path = settingsInForce(context, options);
  if (path !== undefined) {
    const { openAgentForWriting } = await import('./open-agent-host.ts');
    return openAgentForWriting(context, options, path);
  }
  if (options.breakGlass !== undefined) throw NO_GLASS;
  const opened = await context.openWriters(hostPlace(context.environment, options));
  return { ...opened, options, budget: undefined, agent: undefined };
}

/** The settings file of this host's agent, unless the command line says where to look. */
function settingsInForce(
  { environment }: Pick<CliContext, 'environment'>,
  options: CliOptions,
): string | undefined {
  if (options.repo !== undefined || options.ampRoot !== undefined) return undefined;
  const path = settingsPath(environment, options.config);
  return isSettingsNamed(environment, options.config) || existsSync(path) ? path : undefined;
}

const NO_GLASS = new MistakeError(
  '--break-glass passes the gates of an agent, and no settings of one are in force here',
  'Leave it out, or name the settings with --config instead of --repo and --amp-root.',
);
