import { canonicalText } from '../../model/config-value.ts';
import { keyId } from '../../model/key-path.ts';
import { groupBy } from '../describe/group-by.ts';
import { countItems } from './group-rows.ts';
import type { Item } from './item.ts';
import type { Ledger } from './ledger.ts';

interface WithFirstKeys {
  /** Those that have a baseline's file to stand on. */
  readonly items: readonly Item[];
  /** Keys that baselines get so that there is a block for the overrides of a file. */
  readonly firstKeys: readonly Item[];
}

/**
 * Overrides need a file that the baseline describes. Where it does not, the baseline gets one key: one that every server
 * with the plugin has an override of, so that it changes nothing anywhere.
 */
export function addFirstKeys(items: readonly Item[], ledger: Ledger): WithFirstKeys {
  const described = new Set(items.filter(({ scope }) => scope === 'baseline').map(fileId));
  const homeless = groupBy(
    items.filter((item) => item.scope !== 'baseline' && !described.has(fileId(item))),
    fileId,
  );
  const firstKeys: Item[] = [];
  const lost = new Set<string>();
  for (const [id, own] of homeless) {
    const servers = new Set(
      items.filter(({ plugin }) => plugin === own[0]?.plugin).map(({ scope }) => scope),
    );
    const item = chooseFirst(own, servers.size);
    if (item === undefined) {
      lost.add(id);
      ledger.leaveOut('values', own.length, tellLost(own));
    } else {
      firstKeys.push(item);
      ledger.tell(tellFirst(item));
    }
  }
  return { items: items.filter((item) => item.scope === 'baseline' || !lost.has(fileId(item))), firstKeys };
}

function fileId({ plugin, file }: Item): string {
  return JSON.stringify([plugin, file]);
}

/** The key on all servers with the fewest values, at the one that most of them have. */
function chooseFirst(own: readonly Item[], servers: number): Item | undefined {
  const byKey = groupBy(own, ({ path }) => keyId(path));
  const [best] = [...byKey.values()]
    .filter((items) => items.length === servers)
    .map((items) => ({ items, counts: countItems(items.map(({ value }) => canonicalText(value))) }))
    .sort((a, b) => a.counts.length - b.counts.length);
  const item = best?.items.find(({ value }) => canonicalText(value) === best.counts[0]?.[0]);
  return item === undefined ? undefined : { ...item, scope: 'baseline' };
}

function tellFirst(item: Item) {
  return {
    kind: 'first-key',
    subject: `${item.plugin} ${item.file}`,
    text: `\`${keyId(item.path)}\` stands in its baseline.`,
    advice: 'Write what all servers share into the baseline; the old files had none for it.',
    places: [item.place],
    count: 1,
  } as const;
}

function tellLost(own: readonly Item[]) {
  const [first] = own;
  return {
    kind: 'no-anchor',
    subject: `${first?.plugin} ${first?.file}`,
    text: `${own.length} values have no block to stand on.`,
    advice: 'Write a baseline with a block for the file, then the values into variables/instances.',
    places: own.map(({ place }) => place),
    count: own.length,
  } as const;
}
