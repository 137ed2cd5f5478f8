import { userInfo } from 'node:os';
import { MistakeError } from '../../core/model/errors.ts';
import { acceptHistory } from '../../engine/agent/orders.ts';
import { endSuspensions, type Resumed } from '../../engine/orders/end-suspensions.ts';
import { findScopes, type NamedScopes } from '../../engine/orders/find-scopes.ts';
import { scopeText, suspendedText } from '../../engine/orders/suspension-words.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import { settingsPath } from '../../settings/settings-path.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openForOrders } from '../open-for-orders.ts';
import { openLockedAgent } from '../open-locked-agent.ts';
import { createScreen, type Line } from '../print/screen.ts';
import { readScopes } from '../read-order.ts';

/** Lets the agent of this host go on, with the branch as it is or with what somebody paused. */
export async function runResume(context: CliContext, options: CliOptions): Promise<ExitCode> {
  const { acceptHistory: wanted } = options;
  const named = readScopes(options);
  if (wanted !== undefined && named !== undefined) throw TWO_ORDERS;
  if (named !== undefined) return resumeScopes(context, options, named);
  if (wanted !== undefined) return resumeHistory(context, options, wanted);
  throw new MistakeError(
    'it is not said what to resume',
    'Say --accept-history with the commit that the agent names in its status, or what was paused: --instance, --plugin, --this-host or --fleet.',
  );
}

/** Takes the branch up to a commit that a person has looked at. */
async function resumeHistory(context: CliContext, options: CliOptions, wanted: string): Promise<ExitCode> {
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

async function resumeScopes(context: CliContext, options: CliOptions, named: NamedScopes): Promise<ExitCode> {
  const { agent, close } = await openForOrders(context, options);
  try {
    const order = { by: userInfo().username, reason: options.reason ?? '' };
    const { ended, left } = await endSuspensions(agent, await findScopes(agent, named), order);
    for (const { scope } of ended) agent.log.warn('resumed', { what: scopeText(scope), ...order });
    createScreen(context, context.stdout, options).print(
      ...ended.flatMap(endedLines),
      ['The agent goes on with it at its next pass.'],
      ...left.map((one): Line => [`Still in force: ${scopeText(one.scope)}, ${suspendedText(one)}.`]),
    );
    return EXIT.done;
  } finally {
    await close();
  }
}

function endedLines({ scope, suspension, lifted }: Resumed): readonly Line[] {
  const what = scopeText(scope);
  return [
    ...(suspension === undefined ? [] : [[`Ended: ${what}, ${suspendedText(suspension)}.`]]),
    ...(lifted === undefined
      ? []
      : [[`Tried again on ${what}: what was taken back from ${lifted.revision}: ${lifted.reason.message}.`]]),
  ];
}

const TWO_ORDERS = new MistakeError(
  'a commit is to be taken and something paused is to go on: these are two orders',
  'Give one after the other.',
);
