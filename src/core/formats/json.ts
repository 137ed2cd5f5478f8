import { type KeyPath, keyId } from '../model/key-path.ts';
import { spanOf } from './braces/brace-entries.ts';
import { type BraceDialect, BraceError, type BraceNode } from './braces/brace-syntax.ts';
import { type BraceFormat, editBraces } from './braces/edit-braces.ts';
import { lastMembers } from './braces/key-places.ts';
import type { ConfigEntry, ConfigFormat, ReadResult } from './config-format.ts';
import { keyDocument } from './edits/key-document.ts';
import { LinePlaces } from './edits/line-places.ts';
import { shownText } from './edits/shown-text.ts';
import { jsonValue, parseJson } from './json/parse-json.ts';
import { isJsonValue, jsonKey, jsonText } from './json/write-json.ts';

const DIALECT: BraceDialect = {
  parse: (text) => parseJson(shownText(text)),
  equalKeys: 'hide',
  writeValue: jsonText,
  writeKey: (path, like) => jsonKey(path[0] ?? '', like),
  separator: ': ',
  needsComma: true,
};
const FORMAT: BraceFormat = { dialect: DIALECT, read: readJson, holds: isJsonValue };

/** JSON, with comments, trailing commas and JSON5's easier keys, strings and numbers. A list is one entry. */
export const jsonFormat: ConfigFormat = {
  name: 'json',
  read: readJson,
  edit: (text, edits) => editBraces(text, edits, FORMAT),
};

function readJson(text: string): ReadResult {
  const shown = shownText(text);
  try {
    const places = new LinePlaces(text);
    return { kind: 'read', document: keyDocument([...entriesOf(shown, parseJson(shown), places)]) };
  } catch (error) {
    if (!(error instanceof BraceError)) throw error;
    return {
      kind: 'unreadable',
      error: { message: error.message, ...new LinePlaces(text).at(error.offset) },
    };
  }
}

function* entriesOf(text: string, root: BraceNode, places: LinePlaces): Iterable<ConfigEntry> {
  if (root.object === undefined) {
    yield { id: '', path: [], value: root.value, ...places.at(root.start), span: spanOf(text, root) };
    return;
  }
  yield* entriesBelow(text, { node: root, path: [] }, places);
}

function* entriesBelow(
  text: string,
  section: { readonly node: BraceNode; readonly path: KeyPath },
  places: LinePlaces,
): Iterable<ConfigEntry> {
  const { object } = section.node;
  if (object === undefined) return;
  const last = lastMembers(object);
  for (const member of object.members) {
    const key = member.path[0] ?? '';
    if (last.get(key) !== member) continue;
    const path = [...section.path, key];
    const { node } = member;
    if (node.object !== undefined && node.object.members.length > 0) {
      yield* entriesBelow(text, { node, path }, places);
      continue;
    }
    const value = jsonValue(node);
    yield { id: keyId(path), path, value, ...places.at(member.keyStart), span: spanOf(text, node) };
  }
}
