import type { AgentHost } from '../engine/agent/agent-host.ts';
import type { Settings } from '../settings/settings.ts';
import type { CliContext } from './cli-context.ts';
import { lockPatiently } from './lock-patiently.ts';

/** The agent of this host under its state's lock, which is given back after everything else is closed. */
export async function openLockedAgent(
  context: Pick<CliContext, 'openAgent'>,
  settings: Settings,
): Promise<{ readonly agent: AgentHost; readonly close: () => Promise<void> }> {
  const { agent, close } = await context.openAgent(settings);
  try {
    const release = await lockPatiently(agent.lock);
    const closeAll = async () => {
      await close();
      release();
    };
    return { agent, close: closeAll };
  } catch (failure) {
    await close();
    throw failure;
  }
}
