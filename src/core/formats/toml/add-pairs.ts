import type { ConfigValue } from '../../model/config-value.ts';
import { type KeyPath, keyId } from '../../model/key-path.ts';
import { endOfLine, lacksFinalBreak, lineBreakOf, startOfLine } from '../edits/line-places.ts';
import { applySplices, type Splice } from '../edits/splices.ts';
import { parseToml } from './parse-toml.ts';
import type { TomlDocument, TomlNode, TomlPair, TomlTable } from './toml-syntax.ts';
import { tomlKey, tomlText } from './write-toml.ts';

interface NewPair {
  readonly path: KeyPath;
  readonly value: ConfigValue;
}

/**
 * Adds keys to the tables that they belong to, after the last key there; missing tables come at the end of the
 * file. Keys of an inline table go into it.
 */
export function addPairs(text: string, pairs: readonly NewPair[]): string {
  const document = parseToml(text);
  const missing = new Map<string, NewPair[]>();
  const inline = new Map<TomlNode, { readonly length: number; readonly pairs: NewPair[] }>();
  const splices: Splice[] = [];
  for (const pair of pairs) {
    const parent = pair.path.slice(0, -1);
    const holder = inlineHolder(document, pair.path);
    const table = holder === undefined ? tableFor(document, parent) : undefined;
    if (holder !== undefined) {
      const known = inline.get(holder.node) ?? { length: holder.path.length, pairs: [] };
      known.pairs.push(pair);
      inline.set(holder.node, known);
    } else if (table !== undefined) {
      splices.push(lineInTable(text, document, { table, pair }));
    } else {
      const id = JSON.stringify(parent);
      missing.set(id, [...(missing.get(id) ?? []), pair]);
    }
  }
  for (const [node, { length, pairs: members }] of inline) splices.push(intoInline(node, length, members));
  const changed = applySplices(text, splices) ?? text;
  return appendTables(changed, [...missing.values()], lineBreakOf(text));
}

function inlineHolder(document: TomlDocument, path: KeyPath): TomlPair | undefined {
  let holder: TomlPair | undefined;
  const visit = (pair: TomlPair): void => {
    const { members } = pair.node;
    if (members === undefined || pair.path.length >= path.length) return;
    if (keyId(pair.path) !== keyId(path.slice(0, pair.path.length))) return;
    holder = pair;
    members.forEach(visit);
  };
  for (const table of document.tables) if (!table.repeated) table.pairs.forEach(visit);
  return holder;
}

/** The table with the parent's header, or the one whose dotted keys made the parent. */
function tableFor(document: TomlDocument, parent: KeyPath): TomlTable | undefined {
  const id = keyId(parent);
  const own = document.tables.filter((table) => !table.repeated);
  return (
    own.findLast((table) => table.path.length === parent.length && keyId(table.path) === id) ??
    own.findLast(
      (table) => table.path.length < parent.length && table.pairs.some((pair) => isBelow(pair, id)),
    )
  );
}

function isBelow(pair: TomlPair, parentId: string): boolean {
  return keyId(pair.path).startsWith(`${parentId}.`);
}

function lineInTable(
  text: string,
  document: TomlDocument,
  at: { readonly table: TomlTable; readonly pair: NewPair },
): Splice {
  const { table, pair } = at;
  const parentId = keyId(pair.path.slice(0, -1));
  const dotted = pair.path.length - table.path.length > 1;
  const model =
    (dotted ? table.pairs.findLast((other) => isBelow(other, parentId)) : undefined) ?? table.pairs.at(-1);
  const key = pair.path.slice(table.path.length).map(tomlKey).join('.');
  const indentFrom = model?.keyStart ?? (table.kind === 'root' ? undefined : table.start);
  const indent = indentFrom === undefined ? '' : text.slice(startOfLine(text, indentFrom), indentFrom);
  const line = `${indent}${key}${separatorLike(text, model)}${tomlText(pair.value)}`;
  const lineBreak = lineBreakOf(text);
  if (model === undefined && table.kind === 'root') {
    const start = rootStart(text, document);
    const open = start === text.length && lacksFinalBreak(text);
    return { start, end: start, text: open ? lineBreak + line : line + lineBreak };
  }
  const after = endOfLine(text, model === undefined ? table.end : model.node.end);
  const open = after === text.length && lacksFinalBreak(text);
  return { start: after, end: after, text: open ? lineBreak + line : line + lineBreak };
}

/** ` = `, unless the neighbour writes it closer. */
function separatorLike(text: string, model: TomlPair | undefined): string {
  const own = model === undefined ? '' : text.slice(model.keyEnd, model.node.start);
  return /^[ \t]?=[ \t]?$/.test(own) ? own : ' = ';
}

/** Above the first header and the comment lines that belong to it; the end of a file without tables. */
function rootStart(text: string, document: TomlDocument): number {
  const header = document.tables[1];
  if (header === undefined) return text.length;
  let start = startOfLine(text, header.start);
  while (start > 0) {
    const previous = startOfLine(text, start - 1 - (text.startsWith('\r\n', start - 2) ? 1 : 0));
    if (!/^[ \t]*#/.test(text.slice(previous, start))) break;
    start = previous;
  }
  return start;
}

function intoInline(node: TomlNode, prefixLength: number, pairs: readonly NewPair[]): Splice {
  const added = pairs
    .map(({ path, value }) => `${path.slice(prefixLength).map(tomlKey).join('.')} = ${tomlText(value)}`)
    .join(', ');
  const last = node.members?.at(-1);
  if (last === undefined) return { start: node.start, end: node.end, text: `{ ${added} }` };
  return { start: last.node.end, end: last.node.end, text: `, ${added}` };
}

function appendTables(text: string, groups: readonly (readonly NewPair[])[], lineBreak: string): string {
  if (groups.length === 0) return text;
  const open = lacksFinalBreak(text);
  const blocks = groups.map((pairs) => {
    const parent = pairs[0]?.path.slice(0, -1) ?? [];
    const lines = pairs.map(({ path, value }) => `${tomlKey(path.at(-1) ?? '')} = ${tomlText(value)}`);
    return [`[${parent.map(tomlKey).join('.')}]`, ...lines].join(lineBreak);
  });
  const body = blocks.join(lineBreak + lineBreak);
  const gap = text === '' ? '' : lineBreak;
  return open ? text + lineBreak + gap + body : text + gap + body + lineBreak;
}
