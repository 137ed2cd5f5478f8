import { MistakeError } from '../../core/model/errors.ts';
import { suspensionsOn } from '../../core/plan/suspension-of.ts';
import { findScopes } from '../../engine/orders/find-scopes.ts';
import { orderSuspensions } from '../../engine/orders/order-suspensions.ts';
import { resumeCommand, scopeText, suspendedText } from '../../engine/orders/suspension-words.ts';
import { type HostSuspension, readSuspensions } from '../../engine/orders/suspensions-note.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openForOrders } from '../open-for-orders.ts';
import { createScreen, type Line, styled } from '../print/screen.ts';
import { readEnd, readOrder, readScopes } from '../read-order.ts';

/** Pauses what is named on this host, in place of earlier orders for the same. */
export async function runSuspend(context: CliContext, options: CliOptions): Promise<ExitCode> {
  const named = readScopes(options);
  if (named === undefined) throw NOTHING_NAMED;
  const order = readOrder(options);
  const { agent, close } = await openForOrders(context, options);
  try {
    const at = agent.clock.now();
    const until = readEnd(options, at);
    const scopes = await findScopes(agent, named);
    const before = suspensionsOn(readSuspensions(agent.notes), agent.name, at);
    const ordered = scopes.map((scope): HostSuspension => ({ scope, ...order, until, at }));
    orderSuspensions(agent, ordered);
    for (const { scope } of ordered) agent.log.warn('suspended', { what: scopeText(scope), ...order });
    createScreen(context, context.stdout, options).print(
      ...ordered.flatMap((one) => orderedLines(one, before)),
      ['It is compared and reported as before. Nothing of it is written, and no server of it is stopped.'],
      ...(named.fleet ? [ELSEWHERE] : []),
      [`${until === undefined ? 'It lasts until' : 'To end it earlier'}: ${resumeCommand(scopes)}`],
    );
    return EXIT.done;
  } finally {
    await close();
  }
}

function orderedLines(ordered: HostSuspension, before: readonly HostSuspension[]): readonly Line[] {
  const what = scopeText(ordered.scope);
  const replaced = before.find(({ scope }) => scopeText(scope) === what);
  return [
    [styled('yellow', 'Paused on this host'), `: ${what}, ${suspendedText(ordered)}.`],
    ...(replaced === undefined ? [] : [[`It was ${suspendedText(replaced)}.`]]),
  ];
}

const ELSEWHERE: Line = [
  'Other hosts go on: policy.suspend in desired-state/fleet.yaml pauses all of them, by a pull request.',
];

const NOTHING_NAMED = new MistakeError(
  'it is not said what to pause',
  'Name it with --instance, --plugin, --this-host or --fleet.',
);
