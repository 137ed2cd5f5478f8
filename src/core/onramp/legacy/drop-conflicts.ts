import { keyId } from '../../model/key-path.ts';
import { type Item, itemId, itemName } from './item.ts';
import type { Ledger } from './ledger.ts';
import type { LegacyFindingKind } from './legacy-finding.ts';

/** Leaves out what is written twice, and a value where there are keys below it. */
export function dropConflicts(items: readonly Item[], ledger: Ledger): readonly Item[] {
  const seen = new Set<string>();
  const sections = new Set<string>();
  const unique = items.filter((item) => {
    if (seen.has(itemId(item))) {
      tell(item, item.of === 'keys' ? 'duplicate-key' : 'duplicate-value', ledger);
      return false;
    }
    seen.add(itemId(item));
    for (const parent of parentsOf(item)) sections.add(parent);
    return true;
  });
  return unique.filter((item) => {
    if (!sections.has(itemId(item))) return true;
    tell(item, 'leaf-and-parent', ledger);
    return false;
  });
}

function parentsOf(item: Item): readonly string[] {
  const segments = keyId(item.path).split('.');
  return segments.slice(1).map((_, index) => itemId({ ...item, path: segments.slice(0, index + 1) }));
}

function tell(item: Item, kind: LegacyFindingKind, ledger: Ledger): void {
  ledger.leaveOut(item.of, 1, {
    kind,
    subject: itemName(item),
    text:
      kind === 'leaf-and-parent'
        ? 'Other keys lie below it, and a file can’t have both.'
        : 'It is there already.',
    advice: 'Look which one the plugin has.',
    places: [item.place],
    count: 1,
  });
}
