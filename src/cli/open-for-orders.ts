import { existsSync } from 'node:fs';
import { MistakeError } from '../core/model/errors.ts';
import type { AgentHost } from '../engine/agent/agent-host.ts';
import { loadSettings } from '../settings/load-settings.ts';
import type { Settings } from '../settings/settings.ts';
import { isSettingsNamed, settingsPath } from '../settings/settings-path.ts';
import type { CliContext } from './cli-context.ts';
import type { CliOptions } from './command.ts';

export interface OrderedHost {
  readonly agent: AgentHost;
  readonly settings: Settings;
  readonly close: () => Promise<void>;
}

/**
 * The agent of this host, to leave it an order. It takes no lock: each order is one note of its own, and whoever wants
 * something paused must not wait for a pass to end. Throws `MistakeError` on a host without an agent's settings.
 */
export async function openForOrders(
  context: Pick<CliContext, 'openAgent' | 'environment'>,
  { config }: CliOptions,
): Promise<OrderedHost> {
  const path = settingsPath(context.environment, config);
  if (!isSettingsNamed(context.environment, config) && !existsSync(path)) {
    throw new MistakeError(
      `orders are kept for the agent of a host, and this one has no settings of one (${path})`,
      'Name them with --config; without an agent nothing is written here unless somebody runs `homeamp apply`.',
    );
  }
  const settings = loadSettings(path, context.environment);
  const { agent, close } = await context.openAgent(settings);
  return { agent, settings, close };
}
