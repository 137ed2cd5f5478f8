import type { ConfigValue } from '../../model/config-value.ts';
import {
  BraceError,
  type BraceMember,
  type BraceNode,
  type BraceObject,
  MAX_DEPTH,
} from '../braces/brace-syntax.ts';
import { lastMembers } from '../braces/key-places.ts';
import { type Scanned, scanScalar, scanString, scanWord, skipTrivia } from './scan-json.ts';

/**
 * Reads JSON with comments and trailing commas, and JSON5's unquoted keys, single quotes and numbers. A text
 * without any value is an empty object. Throws `BraceError` at the first mistake.
 */
export function parseJson(text: string): BraceNode {
  const start = skipTrivia(text, 0);
  if (start >= text.length) {
    const object: BraceObject = { open: undefined, close: text.length, members: [] };
    return { start: 0, end: text.length, value: null, items: undefined, object, literal: false };
  }
  const root = parseValue(text, start, 0);
  const rest = skipTrivia(text, root.end);
  if (rest < text.length) throw new BraceError('nothing may follow the end of the document', rest);
  return root;
}

function parseValue(text: string, start: number, depth: number): BraceNode {
  if (depth > MAX_DEPTH) throw new BraceError('this value is nested too deeply', start);
  switch (text.charAt(start)) {
    case '{':
      return parseObject(text, start, depth);
    case '[':
      return parseList(text, start, depth);
    case '"':
    case "'":
      return leaf(start, scanString(text, start));
  }
  const scalar = scanScalar(text, start);
  if (scalar === undefined) throw new BraceError('a value is expected here', start);
  return leaf(start, scalar);
}

function leaf(start: number, { value, end }: Scanned<ConfigValue>): BraceNode {
  return { start, end, value, items: undefined, object: undefined, literal: true };
}

function parseList(text: string, start: number, depth: number): BraceNode {
  const items: BraceNode[] = [];
  let offset = skipTrivia(text, start + 1);
  while (text.charAt(offset) !== ']') {
    const item = parseValue(text, offset, depth + 1);
    items.push(item.object === undefined ? item : { ...item, value: jsonValue(item) });
    offset = afterElement(text, item.end, ']').next;
  }
  const value = items.map((item) => item.value);
  return { start, end: offset + 1, value, items, object: undefined, literal: true };
}

function parseObject(text: string, start: number, depth: number): BraceNode {
  const members: BraceMember[] = [];
  let offset = skipTrivia(text, start + 1);
  while (text.charAt(offset) !== '}') {
    const key = parseKey(text, offset);
    const colon = skipTrivia(text, key.end);
    if (text.charAt(colon) !== ':') throw new BraceError('a key must be followed by a colon', colon);
    const node = parseValue(text, skipTrivia(text, colon + 1), depth + 1);
    const { comma, next } = afterElement(text, node.end, '}');
    members.push({ path: [key.value], keyStart: offset, keyEnd: key.end, node, comma });
    offset = next;
  }
  const object: BraceObject = { open: start, close: offset, members };
  return { start, end: offset + 1, value: null, items: undefined, object, literal: members.length === 0 };
}

function parseKey(text: string, offset: number): Scanned<string> {
  const character = text.charAt(offset);
  const key = character === '"' || character === "'" ? scanString(text, offset) : scanWord(text, offset);
  if (key === undefined) throw new BraceError('a key is expected here', offset);
  return key;
}

function afterElement(
  text: string,
  end: number,
  closing: string,
): { readonly comma: number | undefined; readonly next: number } {
  const offset = skipTrivia(text, end);
  if (text.charAt(offset) === ',') return { comma: offset, next: skipTrivia(text, offset + 1) };
  if (text.charAt(offset) === closing) return { comma: undefined, next: offset };
  throw new BraceError(`a comma or ${closing} is expected here`, offset);
}

/** A node's value; the last of equal keys counts. */
export function jsonValue(node: BraceNode): ConfigValue {
  if (node.object === undefined) return node.value;
  const members = lastMembers(node.object);
  return new Map([...members].map(([key, member]) => [key, jsonValue(member.node)]));
}
