import type { MappingNode, Pair, YamlNode } from './nodes.ts';
import { isMergeKey } from './scalar-tag.ts';
import { keyIdentity } from './typed-key.ts';
import type { TypedValue } from './typed-value.ts';
import { YamlError } from './yaml-error.ts';

/**
 * The pairs of a map that count: of equal keys the last, and those that `<<` pulls in. As in SnakeYAML this is
 * worked out once and changes the node, so that a later merge of the same node sees the result.
 */
export function effectivePairs(node: MappingNode, constructKey: ConstructKey): readonly Pair[] {
  const pairs = withoutDuplicates(node.effective ?? node.pairs, constructKey);
  node.effective = pairs;
  if (node.merged) {
    const taken: Pair[] = [];
    merge(node, { preferred: true, taken, indexes: new Map(), constructKey });
    node.effective = taken;
  }
  return node.effective;
}

type ConstructKey = (key: YamlNode) => TypedValue;

function withoutDuplicates(pairs: Pair[], constructKey: ConstructKey): Pair[] {
  const last = new Map<string, number>();
  const dropped = new Set<number>();
  for (const [index, pair] of pairs.entries()) {
    if (isMergeKey(pair.key)) continue;
    const identity = identityOf(pair.key, index, constructKey);
    const before = last.get(identity);
    if (before !== undefined) dropped.add(before);
    last.set(identity, index);
  }
  return dropped.size === 0 ? pairs : pairs.filter((_, index) => !dropped.has(index));
}

interface Merging {
  readonly preferred: boolean;
  readonly taken: Pair[];
  readonly indexes: Map<string, number>;
  readonly constructKey: ConstructKey;
}

/** The node's own `<<` pairs are taken out of it on the way, as SnakeYAML does. */
function merge(node: MappingNode, merging: Merging): void {
  const pairs = node.effective ?? node.pairs;
  node.effective = pairs.filter((pair) => !isMergeKey(pair.key));
  for (const pair of pairs) {
    if (isMergeKey(pair.key)) mergeFrom(pair.value, merging);
    else take(pair, merging);
  }
}

function mergeFrom(source: YamlNode, merging: Merging): void {
  const nodes = source.kind === 'sequence' ? source.items.map((item) => item.node) : [source];
  for (const node of nodes) {
    if (node.kind !== 'mapping')
      throw new YamlError('Only maps can be merged with <<', node.line, node.column);
    merge(node, { ...merging, preferred: false });
  }
}

function take(pair: Pair, { preferred, taken, indexes, constructKey }: Merging): void {
  const identity = identityOf(pair.key, taken.length, constructKey);
  const index = indexes.get(identity);
  if (index === undefined) {
    indexes.set(identity, taken.length);
    taken.push(pair);
  } else if (preferred) taken[index] = pair;
}

function identityOf(key: YamlNode, index: number, constructKey: ConstructKey): string {
  if (key.kind === 'scalar' && key.tag === undefined && key.style !== 'plain')
    return `s${key.text.length}:${key.text}`;
  return keyIdentity(constructKey(key)) ?? `unique ${index}`;
}
