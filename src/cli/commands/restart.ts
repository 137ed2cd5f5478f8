import { MistakeError } from '../../core/model/errors.ts';
import type { Instance } from '../../core/model/instance.ts';
import { suspensionOf } from '../../core/plan/suspension-of.ts';
import type { AgentHost } from '../../engine/agent/agent-host.ts';
import { inForceHere } from '../../engine/orders/end-suspensions.ts';
import { cancelRestart, orderRestart } from '../../engine/orders/order-restart.ts';
import { suspendedText } from '../../engine/orders/suspension-words.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openForOrders } from '../open-for-orders.ts';
import { createScreen, type Line } from '../print/screen.ts';
import { readOrder } from '../read-order.ts';

/** Leaves an order to restart servers, or takes it back. Nothing is stopped by the command itself. */
export async function runRestart(
  context: CliContext,
  options: CliOptions,
  names: readonly string[],
): Promise<ExitCode> {
  const order = options.cancel === true ? undefined : readOrder(options);
  const { agent, settings, close } = await openForOrders(context, options);
  try {
    if (order !== undefined && settings.amp.kind === 'files') throw cannotRestart(names);
    const lines =
      order === undefined
        ? cancelledLines(await cancelRestart(agent, names))
        : await orderedLines(agent, await orderRestart(agent, names, order));
    createScreen(context, context.stdout, options).print(...lines);
    return EXIT.done;
  } finally {
    await close();
  }
}

async function orderedLines(agent: AgentHost, instances: readonly Instance[]): Promise<readonly Line[]> {
  const names = instances.map(({ name }) => name);
  const suspensions = await inForceHere(agent);
  const waiting = instances.flatMap((instance): readonly Line[] => {
    const suspension = suspensionOf(suspensions, instance, agent.clock.now());
    return suspension === undefined
      ? []
      : [[`${instance.name} is ${suspendedText(suspension)}. Its restart waits.`]];
  });
  return [
    [`A restart of ${names.join(', ')} is ordered.`],
    [
      'The agent carries it out when the policy of the instance lets it, as after a change: see `homeamp status`.',
    ],
    ...waiting,
    [`To take it back: homeamp restart ${names.join(' ')} --cancel`],
  ];
}

function cancelledLines(instances: readonly Instance[]): readonly Line[] {
  return [[`No restart of ${instances.map(({ name }) => name).join(', ')} is ordered any more.`]];
}

function cannotRestart(names: readonly string[]): MistakeError {
  return new MistakeError(
    'the agent of this host looks at files alone (amp: files), so it can restart no server',
    `Restart ${names.join(', ')} in AMP, or give the agent AMP's API in agent.yaml.`,
  );
}
