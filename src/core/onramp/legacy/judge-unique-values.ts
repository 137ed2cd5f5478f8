import { keyId } from '../../model/key-path.ts';
import { isUniqueKey } from '../../model/unique-key.ts';
import { groupBy } from '../describe/group-by.ts';
import { type Item, itemId } from './item.ts';
import type { Ledger } from './ledger.ts';

/** Tells values that several servers share although they should tell servers apart. */
export function judgeUniqueValues(items: readonly Item[], ledger: Ledger): void {
  const unique = items.filter(
    ({ scope, path, value }) =>
      scope !== 'baseline' && isUniqueKey(keyId(path)) && typeof value === 'string' && value !== '',
  );
  const shared = groupBy(unique, (item) =>
    JSON.stringify([itemId({ ...item, scope: 'baseline' }), item.value]),
  );
  for (const own of shared.values()) {
    const [first] = own;
    if (first === undefined || own.length < 2) continue;
    const servers = own.map(({ scope }) => scope.slice(scope.indexOf('/') + 1)).join(', ');
    ledger.tell({
      kind: 'shared-unique-value',
      subject: `${first.plugin} ${keyId(first.path)}`,
      text: `It is the same on ${servers}.`,
      advice: 'Give each server its own, or leave the key out so that the plugin makes one.',
      places: own.map(({ place }) => place),
      count: own.length,
    });
  }
}
