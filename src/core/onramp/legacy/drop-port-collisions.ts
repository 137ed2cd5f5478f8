import { keyId } from '../../model/key-path.ts';
import { listeningProtocol, toPort } from '../../model/listening-port.ts';
import { groupBy } from '../describe/group-by.ts';
import { type Item, itemId, itemName } from './item.ts';
import type { Ledger } from './ledger.ts';

/**
 * Leaves out ports that several servers of one host would listen on, but for the one server whose other ports it fits,
 * where there is exactly one.
 */
export function dropPortCollisions(
  items: readonly Item[],
  inStep: ReadonlySet<string>,
  ledger: Ledger,
): readonly Item[] {
  const uses = groupBy(items, socketOf);
  const dropped = new Set<Item>();
  for (const [socket, own] of uses) {
    if (socket === undefined || own.length < 2) continue;
    const fitting = own.filter((item) => inStep.has(itemId(item)));
    const kept = fitting.length === 1 ? fitting[0] : undefined;
    const lost = own.filter((item) => item !== kept);
    for (const item of lost) dropped.add(item);
    ledger.leaveOut('values', lost.length, tell(socket, own, kept));
  }
  return items.filter((item) => !dropped.has(item));
}

/** `host port/protocol`; undefined for what is no listening port of one server. */
function socketOf({ scope, plugin, file, path, value }: Item): string | undefined {
  if (scope === 'baseline') return undefined;
  const protocol = listeningProtocol(`plugins/${plugin}/${file}`, keyId(path), () => true);
  const port = protocol === undefined ? undefined : toPort(value);
  return port === undefined ? undefined : `${scope.slice(0, scope.indexOf('/'))} ${port}/${protocol}`;
}

function tell(socket: string, own: readonly Item[], kept: Item | undefined) {
  const keeps = kept === undefined ? 'No server keeps it' : `${itemName(kept)} keeps it`;
  return {
    kind: 'port-collision',
    subject: socket,
    text: `${own.map(itemName).join(', ')} have it. ${keeps}.`,
    advice: 'Give each server a port of its own, and add it to the instance’s variables file.',
    places: own.map(({ place }) => place),
    count: own.length,
  } as const;
}
