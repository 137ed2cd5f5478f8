import { type ConfigValue, equalValues, isConfigMap } from '../../model/config-value.ts';
import { keyId } from '../../model/key-path.ts';
import type {
  ConfigDocument,
  ConfigEntry,
  EditRefusal,
  EditResult,
  KeyEdit,
  ReadResult,
} from '../config-format.ts';

/** What a format hands over after editing, before anybody trusts it. */
export interface EditedText {
  readonly before: ConfigDocument;
  readonly text: string;
  readonly after: ReadResult;
  readonly edits: readonly KeyEdit[];
  /** The value as this format reads it back; formats that know only text give the text. */
  readonly written: (value: ConfigValue) => ConfigValue;
}

/** Gives the text only when reading it again shows exactly the edits and nothing else changed. */
export function checkedEdit(edited: EditedText): EditResult {
  const { after, edits } = edited;
  const last = edits.at(-1);
  if (last === undefined) return { kind: 'edited', text: edited.text };
  if (after.kind === 'unreadable') return refuseAll(edits, 'the file could not be read after this edit');
  const refusals = edits.flatMap((edit) => unmetEdit(edit, edited, after.document));
  if (refusals.length > 0) return { kind: 'refused', refusals };
  if (!othersAreEqual(edited, after.document))
    return refuseAll(edits, 'the edit would change other keys too');
  return { kind: 'edited', text: edited.text };
}

/** One refusal for each edit, with the line of the key where it is known. */
export function refuseAll(
  edits: readonly KeyEdit[],
  message: string,
  code: EditRefusal['code'] = 'unsupported',
): EditResult {
  return { kind: 'refused', refusals: edits.map(({ path }) => ({ code, path, message, line: 0 })) };
}

/** The edits with only the last one of each key, in order. */
export function lastEdits(edits: readonly KeyEdit[]): readonly KeyEdit[] {
  if (edits.length < 2) return edits;
  const byId = new Map<string, KeyEdit>();
  for (const edit of edits) {
    const id = keyId(edit.path);
    byId.delete(id);
    byId.set(id, edit);
  }
  return [...byId.values()];
}

function unmetEdit(edit: KeyEdit, edited: EditedText, after: ConfigDocument): readonly EditRefusal[] {
  const id = keyId(edit.path);
  const found = after.get(id);
  const met =
    edit.kind === 'remove'
      ? found === undefined && !after.hasSection(id)
      : found !== undefined && equalValues(found.value, edited.written(edit.value));
  if (met) return [];
  const message =
    edit.kind === 'remove' ? 'the key would still be set after its removal' : 'the value would not read back';
  const line = edited.before.get(id)?.line ?? 0;
  return [{ code: 'unsupported', path: edit.path, message, line }];
}

function othersAreEqual(edited: EditedText, after: ConfigDocument): boolean {
  const ids = new Set(edited.edits.map(({ path }) => keyId(path)));
  const parents = parentIds(edited.edits);
  const mayDiffer = (entry: ConfigEntry, other: ConfigEntry | undefined): boolean =>
    ids.has(entry.id) || (other === undefined && parents.has(entry.id) && isEmptyMap(entry.value));
  return sameEntries(edited.before, after, mayDiffer) && sameEntries(after, edited.before, mayDiffer);
}

function sameEntries(
  from: ConfigDocument,
  to: ConfigDocument,
  mayDiffer: (entry: ConfigEntry, other: ConfigEntry | undefined) => boolean,
): boolean {
  for (const entry of from.entries()) {
    const other = to.get(entry.id);
    if (other !== undefined && equalValues(entry.value, other.value)) continue;
    if (!mayDiffer(entry, other)) return false;
  }
  return true;
}

/** A section without keys is an entry with an empty map; its first key takes that entry away, its last brings it. */
function isEmptyMap(value: ConfigValue): boolean {
  return isConfigMap(value) && value.size === 0;
}

function parentIds(edits: readonly KeyEdit[]): Set<string> {
  const parents = new Set<string>();
  for (const { path } of edits) {
    for (let length = 1; length < path.length; length += 1) parents.add(keyId(path.slice(0, length)));
  }
  return parents;
}
