import type { KeyEdit } from '../../formats/config-format.ts';
import { formatByName } from '../../formats/index.ts';
import { propertyText } from '../../formats/properties/write-properties.ts';
import type { ConfigValue } from '../../model/config-value.ts';
import type { FormatName } from '../../model/format-name.ts';
import { type KeyPath, keyId } from '../../model/key-path.ts';
import type { KeyDraft } from '../../model/repository-draft.ts';
import { showReferences } from '../../model/variable-reference.ts';
import { parseBlock } from '../parse-block.ts';
import { noteText } from './note-text.ts';
import { type Language, type Wanted, writeProven } from './write-proven.ts';
import { plantKey, type YamlTree, yamlLines } from './write-yaml-tree.ts';

export interface WrittenBlock {
  /** Ends with a line break; empty when no key could be written. */
  readonly text: string;
  readonly unwritten: readonly UnwrittenKey[];
}

export interface UnwrittenKey {
  readonly path: KeyPath;
  readonly reason: string;
}

interface WantedKey extends Wanted {
  readonly draft: KeyDraft;
}

/** The text of a baseline's block with these keys, proven by reading it as the repository's parser does. */
export function writeBlock(format: FormatName, keys: readonly KeyDraft[]): WrittenBlock {
  const unwritten: UnwrittenKey[] = [];
  const wanted = apart(format === 'properties' ? keys.map(asText) : keys, unwritten);
  const { text, dropped } = writeProven(wanted, blockLanguage(format));
  for (const { id, draft } of wanted) {
    const reason = dropped.get(id);
    if (reason !== undefined) unwritten.push({ path: draft.path, reason });
  }
  return { text, unwritten };
}

/** Every value of a properties file is text. */
function asText(key: KeyDraft): KeyDraft {
  const text = key.value.kind === 'absent' ? undefined : propertyText(key.value.value);
  return text === undefined ? key : { ...key, value: { kind: 'value', value: text } };
}

/** The keys without those that another one shadows, whatever the format: homeamp knows keys by their ids. */
function apart(keys: readonly KeyDraft[], unwritten: UnwrittenKey[]): readonly WantedKey[] {
  const wanted = new Map<string, WantedKey>();
  const sections = new Set<string>();
  for (const draft of keys) {
    const id = keyId(draft.path);
    const parents = parentIds(id);
    if (wanted.has(id)) unwritten.push({ path: draft.path, reason: 'the key is there twice' });
    else if (sections.has(id) || parents.some((parent) => wanted.has(parent)))
      unwritten.push({ path: draft.path, reason: 'a key above or below it has a value of its own' });
    else {
      wanted.set(id, { id, value: draft.value, draft });
      for (const parent of parents) sections.add(parent);
    }
  }
  return [...wanted.values()];
}

function parentIds(id: string): readonly string[] {
  const parents: string[] = [];
  for (let dot = id.indexOf('.'); dot !== -1; dot = id.indexOf('.', dot + 1)) {
    if (dot > 0) parents.push(id.slice(0, dot));
  }
  return parents;
}

function blockLanguage(format: FormatName): Language<WantedKey> {
  return {
    compose: (wanted) => (format === 'yaml' ? composeYaml(wanted) : composeByEdits(format, wanted)),
    read: (text, report) =>
      parseBlock(format, { file: '', text }, report)?.map(({ path, value, place }) => ({
        id: keyId(path),
        value,
        line: place.line,
      })),
  };
}

type Composed = ReturnType<Language<WantedKey>['compose']>;

function composeYaml(wanted: readonly WantedKey[]): Composed {
  const tree: YamlTree = new Map();
  const refused = new Map<string, string>();
  for (const { id, draft } of wanted) {
    if (!plantKey(tree, draft)) refused.set(id, 'a key above or below it has a value of its own');
  }
  return {
    text: yamlLines(tree)
      .map((line) => `${showReferences(line)}\n`)
      .join(''),
    refused,
  };
}

function composeByEdits(format: FormatName, wanted: readonly WantedKey[]): Composed {
  const edits = wanted.map(
    ({ draft }): KeyEdit => ({ kind: 'set', path: draft.path, value: writtenValue(draft.value) }),
  );
  const result = formatByName(format).edit('', edits);
  if (result.kind === 'refused') {
    return { text: '', refused: new Map(result.refusals.map(({ path, message }) => [keyId(path), message])) };
  }
  const text = result.text === '' || result.text.endsWith('\n') ? result.text : `${result.text}\n`;
  return { text: showReferences(withNotes(format, text, wanted)), refused: new Map() };
}

/** Languages without tags say it by the text. */
function writtenValue(value: KeyDraft['value']): ConfigValue {
  return value.kind === 'absent' ? '!absent' : value.value;
}

function withNotes(format: FormatName, text: string, wanted: readonly WantedKey[]): string {
  const noted = wanted.filter(({ draft }) => noteText(draft.note) !== undefined);
  const read = formatByName(format).read(text);
  if (noted.length === 0 || format === 'text' || read.kind === 'unreadable') return text;
  const notes = new Map<number, string>();
  for (const { id, draft } of noted) {
    const entry = read.document.get(id);
    const sign = format === 'json' ? '//' : '#';
    if (entry !== undefined)
      notes.set(entry.line, `${' '.repeat(entry.column - 1)}${sign} ${noteText(draft.note)}`);
  }
  return text
    .split('\n')
    .flatMap((line, index) => [...(notes.has(index + 1) ? [notes.get(index + 1) ?? ''] : []), line])
    .join('\n');
}
