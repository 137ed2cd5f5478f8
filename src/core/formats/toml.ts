import { keyId } from '../model/key-path.ts';
import type { ConfigEntry, ConfigFormat, ReadResult } from './config-format.ts';
import { keyDocument } from './edits/key-document.ts';
import { leavesOf } from './edits/leaves.ts';
import { LinePlaces } from './edits/line-places.ts';
import { editToml } from './toml/edit-toml.ts';
import { parseToml } from './toml/parse-toml.ts';
import { type TomlDocument, TomlError, type TomlNode, type TomlPair } from './toml/toml-syntax.ts';

/** TOML 1.0. An array of tables is one list entry; inline tables are sections. */
export const tomlFormat: ConfigFormat = {
  name: 'toml',
  read: readToml,
  edit: (text, edits) => editToml(text, edits, readToml),
};

function readToml(text: string): ReadResult {
  try {
    return { kind: 'read', document: keyDocument(entriesOf(text, parseToml(text))) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return {
      kind: 'unreadable',
      error: { message: error.message, ...new LinePlaces(text).at(error.offset) },
    };
  }
}

interface FoundKey {
  readonly offset: number;
  readonly node: TomlNode | undefined;
}

function entriesOf(text: string, document: TomlDocument): readonly ConfigEntry[] {
  const found = foundKeys(document);
  const places = new LinePlaces(text);
  return [...leavesOf(document.root)]
    .map(({ path, value }) => ({ path, value, key: found.get(JSON.stringify(path)) }))
    .sort((a, b) => (a.key?.offset ?? 0) - (b.key?.offset ?? 0))
    .map(({ path, value, key }) => ({
      id: keyId(path),
      path,
      value,
      ...places.at(key?.offset ?? 0),
      span: key?.node === undefined ? undefined : oneLineSpan(text, key.node),
    }));
}

function foundKeys(document: TomlDocument): ReadonlyMap<string, FoundKey> {
  const found = new Map<string, FoundKey>();
  const add = (pair: TomlPair): void => {
    found.set(JSON.stringify(pair.path), { offset: pair.keyStart, node: pair.node });
    pair.node.members?.forEach(add);
  };
  for (const table of document.tables) {
    const id = JSON.stringify(table.path);
    if (!found.has(id)) found.set(id, { offset: table.start, node: undefined });
    if (!table.repeated) table.pairs.forEach(add);
  }
  return found;
}

function oneLineSpan(text: string, node: TomlNode): ConfigEntry['span'] {
  const own = text.slice(node.start, node.end);
  return own.includes('\n') ? undefined : { start: node.start, end: node.end };
}
