import { userInfo } from 'node:os';
import { MistakeError } from '../../core/model/errors.ts';
import { acceptHistory } from '../../engine/agent/orders.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import { settingsPath } from '../../settings/settings-path.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openLockedAgent } from '../open-locked-agent.ts';
import { createScreen } from '../print/screen.ts';

/** Lets the agent of this host go on with the branch as it is, up to a commit that a person has looked at. */
export async function runResume(context: CliContext, options: CliOptions): Promise<ExitCode> {
  const { acceptHistory: wanted } = options;
  if (wanted === undefined) {
    throw new MistakeError(
      'it is not said what to resume',
      'Say --accept-history with the commit that the agent names in its status.',
    );
  }
  const settings = loadSettings(settingsPath(context.environment, options.config), context.environment);
  const { agent, close } = await openLockedAgent(context, settings);
  try {
    const reason = options.reason ?? '';
    const { sha } = await acceptHistory(agent, wanted, { by: userInfo().username, reason });
    createScreen(context, context.stdout, options).print([
      `This host takes ${sha} as it is. The agent applies it at its next pass.`,
    ]);
    return EXIT.done;
  } finally {
    await close();
  }
}
