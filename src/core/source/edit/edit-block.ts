import type { ConfigDocument, KeyEdit } from '../../formats/config-format.ts';
import { formatByName } from '../../formats/index.ts';
import { type ConfigValue, isConfigMap } from '../../model/config-value.ts';
import type { FormatName } from '../../model/format-name.ts';
import { keyId } from '../../model/key-path.ts';
import { ABSENT_MARK, markReferences, showReferences } from '../../model/variable-reference.ts';
import { prepareForEdit, unprepareBlock } from '../prepare-block.ts';
import type { BlockChange } from './block-change.ts';
import { renameInPlace } from './rename-in-place.ts';

export type BlockResult =
  | { readonly kind: 'edited'; readonly text: string; readonly isEmpty: boolean }
  | { readonly kind: 'refused'; readonly refusals: readonly BlockRefusal[] };

export interface BlockRefusal {
  readonly change: BlockChange;
  readonly message: string;
}

/** Changes a block's own text, as it stands in its file: lines of other keys stay as they are, to the byte. */
export function editBlock(format: FormatName, text: string, changes: readonly BlockChange[]): BlockResult {
  const prepared = prepareForEdit(format, markReferences(text));
  if (prepared === undefined) return refuseAll(changes, 'the text holds a character that editing needs');
  const found = formatByName(format).read(prepared);
  if (found.kind === 'unreadable') return refuseAll(changes, found.error.message);
  const renamed = renameInPlace({ format, text: prepared, document: found.document }, changes);
  const read = formatByName(format).read(renamed.text);
  if (read.kind === 'unreadable') return refuseAll(changes, read.error.message);
  const edits = renamed.rest.map((change) => toEdit(format, change, read.document));
  const result = applyEdits(format, renamed.text, { edits, before: read.document });
  if (result.kind === 'refused') {
    const refusals = changes.flatMap((change) => {
      const refusal = result.refusals.find(({ path }) => keyId(path) === keyId(change.path));
      return refusal === undefined ? [] : [{ change, message: refusal.message }];
    });
    return refusals.length > 0
      ? { kind: 'refused', refusals }
      : refuseAll(changes, 'the text can’t be edited');
  }
  return {
    kind: 'edited',
    text: showReferences(unprepareBlock(result.text)),
    isEmpty: isWithoutKeys(format, result.text),
  };
}

function refuseAll(changes: readonly BlockChange[], message: string): BlockResult {
  return { kind: 'refused', refusals: changes.map((change) => ({ change, message })) };
}

function toEdit(format: FormatName, { path, value }: BlockChange, document: ConfigDocument): KeyEdit {
  // A key that is there keeps the way it is written, such as dots in its name.
  const written = document.get(keyId(path))?.path ?? path;
  if (value === undefined) return { kind: 'remove', path: written };
  return { kind: 'set', path: written, value: value.kind === 'value' ? value.value : absentText(format) };
}

function absentText(format: FormatName): ConfigValue {
  return format === 'yaml' ? ABSENT_MARK : '!absent';
}

interface PlannedEdits {
  readonly edits: readonly KeyEdit[];
  readonly before: ConfigDocument;
}

/** A section that lost its last key would say that the key is an empty map, so it goes as well. */
function applyEdits(format: FormatName, text: string, { edits, before }: PlannedEdits) {
  let result = formatByName(format).edit(text, edits);
  for (let depth = 0; depth < DEEPEST && result.kind === 'edited'; depth += 1) {
    const emptied = emptiedSections(format, result.text, { edits, before });
    if (emptied.length === 0) break;
    result = formatByName(format).edit(result.text, emptied);
  }
  return result;
}

const DEEPEST = 64;

function emptiedSections(
  format: FormatName,
  text: string,
  { edits, before }: PlannedEdits,
): readonly KeyEdit[] {
  const removed = edits.filter(({ kind }) => kind === 'remove').map(({ path }) => `${keyId(path)}.`);
  const read = formatByName(format).read(text);
  if (removed.length === 0 || read.kind === 'unreadable') return [];
  return [...read.document.entries()]
    .filter(({ id, value }) => isConfigMap(value) && value.size === 0 && before.get(id) === undefined)
    .filter(({ id }) => id !== '' && removed.some((removedId) => removedId.startsWith(`${id}.`)))
    .map(({ path }) => ({ kind: 'remove', path }));
}

function isWithoutKeys(format: FormatName, text: string): boolean {
  const read = formatByName(format).read(text);
  return read.kind === 'read' && [...read.document.entries()].length === 0;
}
