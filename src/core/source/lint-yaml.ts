import { isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, type Scalar, visit } from 'yaml';
import type { SourceIssueCode } from './issue-codes.ts';
import { findScalarTrap } from './lint-yaml-scalar.ts';
import { quoteName } from './report-issue.ts';

/** Something that YAML accepts and people did not mean. Lines and columns count from 1. */
export interface YamlTrap {
  readonly code: SourceIssueCode;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly help: string;
}

export interface YamlLint {
  readonly traps: readonly YamlTrap[];
  /** Key id → where its key stands, sections included. */
  readonly positions: ReadonlyMap<string, { readonly line: number; readonly column: number }>;
}

interface Walk {
  readonly text: string;
  readonly lines: LineCounter;
  readonly usedAnchors: ReadonlySet<string>;
  readonly traps: YamlTrap[];
  readonly positions: Map<string, { readonly line: number; readonly column: number }>;
  /** Ids of the keys that have a value of their own, and where they stand. */
  readonly leaves: Map<string, number>;
}

const DEEPEST = 200;

/**
 * Looks at how YAML is written, not at what it means: duplicate keys, colour codes that YAML eats, times, octals.
 * The text must be one that the format reader accepted.
 */
export function lintYaml(text: string): YamlLint {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.1',
    schema: 'failsafe',
    uniqueKeys: false,
    strict: false,
    logLevel: 'silent',
    lineCounter: lines,
  });
  const usedAnchors = new Set<string>();
  visit(document, { Alias: (_, alias) => void usedAnchors.add(alias.source) });
  const walk: Walk = { text, lines, usedAnchors, traps: [], positions: new Map(), leaves: new Map() };
  walkNode(walk, document.contents, '', 0);
  for (const [id, offset] of walk.leaves) lintParents(walk, id, offset);
  return walk;
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

function walkNode(walk: Walk, node: unknown, id: string, depth: number): void {
  if (depth > DEEPEST) return;
  if (isMap(node)) {
    const seen = new Set<string>();
    for (const pair of node.items) walkPair(walk, pair as Pair, { parent: id, seen, depth });
  } else if (isSeq(node)) {
    const hasText = node.items.some((item) => isScalar(item) && !isBooleanWord(item));
    for (const item of node.items) {
      if (isScalar(item)) lintScalar(walk, item, hasText ? 'text-list' : 'value');
      // Keys of maps in a list are no keys of the file.
      else walkNode({ ...walk, positions: new Map(), leaves: new Map() }, item, '', depth + 1);
    }
  } else if (isScalar(node)) {
    lintScalar(walk, node, 'value');
  }
}

interface MapContext {
  readonly parent: string;
  readonly seen: Set<string>;
  readonly depth: number;
}

function walkPair(walk: Walk, pair: Pair, context: MapContext): void {
  if (!isScalar(pair.key) || pair.key.range == null) return;
  const key = keyText(pair.key);
  const id = context.parent === '' ? key : `${context.parent}.${key}`;
  const offset = pair.key.range[0];
  if (key !== '<<') noteKey(walk, { id, key, offset, isSection: isMap(pair.value) }, context.seen);
  lintScalar(walk, pair.key, 'key');
  if (pair.value === null || isScalar(pair.value)) lintDroppedText(walk, pair);
  walkNode(walk, pair.value, id, context.depth + 1);
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
function keyText(key: Scalar): string {
  const text = String(key.value);
  if (!isBooleanWord(key)) return text;
  return /^(?:yes|on|true)$/i.test(text) ? 'true' : 'false';
}

function isBooleanWord(node: Scalar): boolean {
  return node.type === 'PLAIN' && /^(?:yes|no|on|off|true|false)$/i.test(String(node.value));
}

function lintScalar(walk: Walk, node: Scalar, role: 'key' | 'value' | 'text-list'): void {
  if (node.range == null) return;
  const trap = findScalarTrap(node, role, walk.usedAnchors);
  if (trap === undefined) return;
  // The node's own range begins behind its anchor.
  const offset = trap.code === 'yaml-anchor' ? walk.text.lastIndexOf('&', node.range[0]) : node.range[0];
  addTrap(walk, offset, trap);
}

const HEX_COLOUR = /^[ \t]+#[0-9A-Fa-f]{3,8}(?![0-9A-Za-z])/;
const ATTACHED_COMMENT = /^[ \t]*:?[ \t]+#[^\s#!]/;

/** `key: #fff` is null, and `key: red #fff` is `red`: what follows the `#` is lost. */
function lintDroppedText(walk: Walk, pair: Pair): void {
  const value = pair.value as Scalar | null;
  const isEmpty = value === null || (value.type === 'PLAIN' && String(value.value ?? '') === '');
  if (isAlias(value) || (!isEmpty && value?.type !== 'PLAIN')) return;
  const offset = isEmpty ? (pair.key as Scalar).range?.[1] : value?.range?.[1];
  if (offset === undefined) return;
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

function placeAt(walk: Walk, offset: number): { readonly line: number; readonly column: number } {
  const { line, col } = walk.lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}
