import type { Guess, GuessKind } from '../description.ts';

/** One key, of many perhaps, that was treated in a way that a person may want otherwise. */
export interface KeyFinding {
  readonly kind: GuessKind;
  /** The plugin. */
  readonly subject: string;
  /** A sentence without its full stop; keys with the same one are told together. */
  readonly reason: string;
  /** `Plugin:file:key`. */
  readonly key: string;
}

/** What changes a guess of the kind; KEY stands for the first key, as an option takes it. */
const CHANGES: Partial<Record<GuessKind, string>> = {
  'volatile-keys': 'To own one all the same: `--own "KEY"`.',
  'version-keys': 'To own one all the same: `--own "KEY"`.',
  'player-data-keys': 'To own one all the same: `--own "KEY"`.',
  'left-as-told': 'Leave out the `--leave` that fits it.',
  'not-expressible': 'Change the value on the server when it should be owned, and import again.',
  'shape-differs': 'Make the key one of the two on all servers, and import again.',
  'type-differs': 'Write the value in one type on all servers, and import again.',
  'port-shared': 'Give each server a port of its own, and import again.',
  'secret-not-text': 'Put the value in quotes on the server, and import again; it becomes a secret then.',
  'absent-keys':
    'Take the line with `!absent` out to let the wider value be written there, or leave the key to the servers: `--leave "KEY"`.',
};

/** One guess for all keys that share kind, plugin and reason, in the order in which the first of them was found. */
export function collectGuesses(findings: readonly KeyFinding[]): readonly Guess[] {
  const families = new Map<string, { readonly first: KeyFinding; readonly keys: Set<string> }>();
  for (const finding of findings) {
    const id = JSON.stringify([finding.kind, finding.subject, finding.reason]);
    const family = families.get(id) ?? { first: finding, keys: new Set() };
    families.set(id, family);
    family.keys.add(finding.key);
  }
  return [...families.values()].map(({ first: { kind, subject, reason, key }, keys }) => ({
    kind,
    subject,
    text: `${reason}: ${listItems([...keys].map(withoutPlugin))}.`,
    change: (CHANGES[kind] ?? '').replace('KEY', () => key),
  }));
}

function withoutPlugin(key: string): string {
  return `\`${key.slice(key.indexOf(':') + 1)}\``;
}

const SHOWN = 5;

/** The first few items, and how many more there are. */
export function listItems(items: readonly string[]): string {
  if (items.length <= SHOWN) return items.join(', ');
  return `${items.slice(0, SHOWN - 1).join(', ')} and ${items.length - SHOWN + 1} more`;
}
