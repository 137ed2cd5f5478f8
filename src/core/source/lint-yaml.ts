import type { Item, MappingNode, Pair, ScalarNode, YamlNode } from '../formats/yaml/nodes.ts';
import type { SourceIssueCode } from './issue-codes.ts';
import { findScalarTrap } from './lint-yaml-scalar.ts';
import { quoteName } from './report-issue.ts';

/** Something that YAML accepts and people did not mean. Lines and columns count from 1. */
interface YamlTrap {
  readonly code: SourceIssueCode;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly help: string;
}

export interface YamlLint {
  readonly traps: readonly YamlTrap[];
  /** Key id → where its key stands, sections included. */
  readonly positions: ReadonlyMap<string, Position>;
  /** Id of a list → where its items stand; lists inside of lists are left out. */
  readonly items: ReadonlyMap<string, readonly Position[]>;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Walk {
  readonly text: string;
  readonly lineStarts: readonly number[];
  readonly usedAnchors: ReadonlySet<string>;
  readonly traps: YamlTrap[];
  readonly positions: Map<string, Position>;
  readonly items: Map<string, readonly Position[]>;
  /** Ids of the keys that have a value of their own, and where they stand. */
  readonly leaves: Map<string, number>;
}

/**
 * Looks at how YAML is written, not at what it means: duplicate keys, colour codes that YAML eats, times, octals.
 * `root` is the text's tree, undefined where it has no value.
 */
export function lintYaml(text: string, root: YamlNode | undefined): YamlLint {
  const usedAnchors = new Set<string>();
  if (root !== undefined) collectAliases(root, usedAnchors);
  const found = { traps: [], positions: new Map(), items: new Map(), leaves: new Map<string, number>() };
  const walk: Walk = { text, lineStarts: startsOfLines(text), usedAnchors, ...found };
  if (root !== undefined) walkNode(walk, root, '');
  for (const [id, offset] of walk.leaves) lintParents(walk, id, offset);
  return walk;
}

function collectAliases(node: YamlNode, used: Set<string>): void {
  if (node.kind === 'scalar') return;
  const items =
    node.kind === 'sequence' ? node.items : node.pairs.map(({ value, alias }) => ({ node: value, alias }));
  for (const item of items) {
    if (!item.alias) collectAliases(item.node, used);
    else if (item.node.anchor !== undefined) used.add(item.node.anchor);
  }
}

function startsOfLines(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}

/** `a: 1` beside `a.b: 2`: Bukkit silently drops one of them. */
function lintParents(walk: Walk, id: string, offset: number): void {
  for (let dot = id.indexOf('.'); dot !== -1; dot = id.indexOf('.', dot + 1)) {
    const parent = id.slice(0, dot);
    if (!walk.leaves.has(parent)) continue;
    addTrap(walk, offset, {
      code: 'leaf-and-parent',
      message: `${quoteName(parent)} has a value of its own, so ${quoteName(id)} can’t lie below it.`,
      help: 'Keep one of the two.',
    });
  }
}

function walkNode(walk: Walk, node: YamlNode, id: string): void {
  if (node.kind === 'scalar') lintScalar(walk, node, 'value');
  else if (node.kind === 'sequence') {
    walk.items.set(
      id,
      node.items.map(({ start }) => placeAt(walk, start)),
    );
    walkItems(walk, node.items);
  } else walkPairs(walk, node, id);
}

function walkItems(walk: Walk, items: readonly Item[]): void {
  const own = items.filter(({ alias }) => !alias).map(({ node }) => node);
  const hasText = own.some((node) => node.kind === 'scalar' && !isBooleanWord(node));
  for (const node of own) {
    if (node.kind === 'scalar') lintScalar(walk, node, hasText ? 'text-list' : 'value');
    // Keys of maps in a list are no keys of the file.
    else walkNode({ ...walk, positions: new Map(), items: new Map(), leaves: new Map() }, node, '');
  }
}

function walkPairs(walk: Walk, { pairs }: MappingNode, parent: string): void {
  const seen = new Set<string>();
  for (const pair of pairs) {
    if (pair.key.kind !== 'scalar') continue;
    const key = keyText(pair.key);
    const id = parent === '' ? key : `${parent}.${key}`;
    const isSection = pair.value.kind === 'mapping';
    if (key !== '<<') noteKey(walk, { id, key, offset: pair.key.textStart, isSection }, seen);
    lintScalar(walk, pair.key, 'key');
    if (pair.alias) continue;
    if (pair.value.kind === 'scalar') lintDroppedText(walk, pair, pair.value);
    walkNode(walk, pair.value, id);
  }
}

interface NotedKey {
  readonly id: string;
  readonly key: string;
  readonly offset: number;
  readonly isSection: boolean;
}

function noteKey(walk: Walk, key: NotedKey, seen: Set<string>): void {
  const twice = seen.has(key.key) || (!key.isSection && walk.leaves.has(key.id));
  seen.add(key.key);
  if (!key.isSection) walk.leaves.set(key.id, key.offset);
  const first = walk.positions.get(key.id);
  if (first === undefined) walk.positions.set(key.id, placeAt(walk, key.offset));
  if (!twice) return;
  addTrap(walk, key.offset, {
    code: 'duplicate-key',
    message: `The key ${quoteName(key.id)} is written twice${first === undefined ? '' : `; first on line ${first.line} of this text`}.`,
    help: 'Keep one of the two; a game server silently takes the last.',
  });
}

/** The key as the server shows it. */
function keyText(key: ScalarNode): string {
  if (!isBooleanWord(key)) return key.text;
  return /^(?:yes|on|true)$/i.test(key.text) ? 'true' : 'false';
}

function isBooleanWord({ style, text }: ScalarNode): boolean {
  return style === 'plain' && /^(?:yes|no|on|off|true|false)$/i.test(text);
}

function lintScalar(walk: Walk, node: ScalarNode, role: 'key' | 'value' | 'text-list'): void {
  const trap = findScalarTrap(node, role, walk.usedAnchors);
  if (trap === undefined) return;
  const offset = trap.code === 'yaml-anchor' ? walk.text.indexOf('&', node.start) : node.textStart;
  addTrap(walk, Math.max(offset, 0), trap);
}

const HEX_COLOUR = /^[ \t]+#[0-9A-Fa-f]{3,8}(?![0-9A-Za-z])/;
const ATTACHED_COMMENT = /^[ \t]*:?[ \t]+#[^\s#!]/;

/** `key: #fff` is null, and `key: red #fff` is `red`: what follows the `#` is lost. */
function lintDroppedText(walk: Walk, pair: Pair, value: ScalarNode): void {
  if (value.style !== 'plain') return;
  const isEmpty = value.text === '';
  const offset = isEmpty ? pair.keyEnd : value.end;
  const lineEnd = walk.text.indexOf('\n', offset);
  const rest = walk.text.slice(offset, lineEnd === -1 ? undefined : lineEnd);
  if (!(isEmpty ? ATTACHED_COMMENT : HEX_COLOUR).test(rest)) return;
  addTrap(walk, offset + rest.indexOf('#'), {
    code: 'yaml-comment',
    message: `YAML drops what follows the \`#\`, so the value is ${isEmpty ? 'null' : 'cut short'}.`,
    help: 'Put the whole value in quotes, or write a blank after the `#` of a comment.',
  });
}

function addTrap(walk: Walk, offset: number, trap: Omit<YamlTrap, 'line' | 'column'>): void {
  walk.traps.push({ ...trap, ...placeAt(walk, offset) });
}

function placeAt(walk: Walk, offset: number): Position {
  let low = 0;
  let high = walk.lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((walk.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (walk.lineStarts[low] ?? 0) + 1 };
}
