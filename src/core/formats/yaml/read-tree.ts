import { CR, END, findUnprintable, LF } from './characters.ts';
import { compose } from './composer.ts';
import { construct } from './construct.ts';
import { Cursor } from './cursor.ts';
import type { YamlNode } from './nodes.ts';
import type { TypedValue } from './typed-value.ts';

const ESCAPED_BYTE = /[\udc80-\udcff]/;

/** The root node of a text, undefined where it has none. Throws `YamlError` where SnakeYAML refuses the text. */
export function readTree(text: string): YamlNode | undefined {
  const unprintable = findUnprintable(text);
  const last = text.charCodeAt(text.length - 1);
  const ends = text === '' || last === LF || last === CR ? '' : '\n';
  const cursor = new Cursor(`${text}${ends}${String.fromCharCode(END)}`, ESCAPED_BYTE.test(text));
  if (unprintable >= 0) throw unprintableError(cursor, unprintable);
  return compose(cursor);
}

function unprintableError(cursor: Cursor, offset: number): Error {
  while (cursor.position < offset) if (cursor.takeBreak() === '') cursor.position++;
  return cursor.error('A control character or other character that YAML does not allow');
}

/** The whole value of a text as SnakeYAML's safe loader makes it, keys with their types; null for an empty text. */
export function readTyped(text: string): TypedValue {
  const root = readTree(text);
  return root === undefined ? null : construct(root);
}
