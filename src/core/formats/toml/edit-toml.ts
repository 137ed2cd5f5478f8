import type { ConfigValue } from '../../model/config-value.ts';
import { keyId } from '../../model/key-path.ts';
import type { EditRefusal, EditResult, KeyEdit, ReadResult } from '../config-format.ts';
import { checkedEdit, lastEdits, refuseAll } from '../edits/check-edit.ts';
import { shapeRefusals } from '../edits/check-shape.ts';
import { replaceValue } from '../edits/replace-value.ts';
import { applySplices, mergeRemovals, removeLines, type Splice } from '../edits/splices.ts';
import { addPairs } from './add-pairs.ts';
import { parseToml } from './parse-toml.ts';
import { type TomlDocument, TomlError, type TomlPair } from './toml-syntax.ts';
import { isTomlValue, readBack, tomlText } from './write-toml.ts';

/** Edits by replacing the text of values and adding or removing lines; the result is read again and compared. */
export function editToml(
  text: string,
  edits: readonly KeyEdit[],
  read: (text: string) => ReadResult,
): EditResult {
  if (edits.length === 0) return { kind: 'edited', text };
  const before = read(text);
  if (before.kind === 'unreadable') return refuseAll(edits, before.error.message, 'unreadable');
  const wanted = lastEdits(edits);
  const refusals = [...shapeRefusals(before.document, wanted), ...wanted.flatMap(valueRefusal)];
  if (refusals.length > 0) return { kind: 'refused', refusals };
  const edited = rewrite(text, wanted);
  if (typeof edited !== 'string') return { kind: 'refused', refusals: edited };
  return checkedEdit({
    before: before.document,
    text: edited,
    after: read(edited),
    edits: wanted,
    written: readBack,
  });
}

function valueRefusal(edit: KeyEdit): readonly EditRefusal[] {
  const { path } = edit;
  if (edit.kind === 'remove' || isTomlValue(edit.value)) return [];
  return [{ code: 'unsupported', path, message: 'TOML has no form for this value', line: 0 }];
}

interface WantedPair {
  readonly path: KeyEdit['path'];
  readonly value: ConfigValue;
}

function rewrite(text: string, edits: readonly KeyEdit[]): string | readonly EditRefusal[] {
  const document = parseToml(text);
  const known = knownPlaces(document);
  const splices: Splice[] = [];
  const refusals: EditRefusal[] = [];
  const added: WantedPair[] = [];
  for (const edit of edits) {
    const place = known.get(keyId(edit.path));
    if (place === 'ambiguous') refusals.push(notOnePlace(edit));
    else if (edit.kind === 'remove') splices.push(...removal(text, place));
    else if (place === undefined) added.push(edit);
    else if ('start' in place) splices.push(...replaceHeader(text, place), ...pend(added, edit));
    else
      splices.push(...replaceValue(text, place.pair.node, { value: readBack(edit.value), write: tomlText }));
  }
  if (refusals.length > 0) return refusals;
  const changed = applySplices(text, mergeRemovals(splices));
  if (changed === undefined) return edits.map(notOnePlace);
  if (added.length === 0) return changed;
  try {
    return addPairs(changed, added);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return edits.map(notOnePlace);
  }
}

function pend(added: WantedPair[], pair: WantedPair): readonly Splice[] {
  added.push(pair);
  return [];
}

function notOnePlace(edit: KeyEdit): EditRefusal {
  const message = 'this key is written in a way that can not be edited alone';
  return { code: 'unsupported', path: edit.path, message, line: 0 };
}

type Place =
  | { readonly pair: TomlPair; readonly parent: TomlPair | undefined }
  | { readonly start: number; readonly end: number }
  | 'ambiguous'
  | undefined;

function knownPlaces(document: TomlDocument): ReadonlyMap<string, Place> {
  const known = new Map<string, Place>();
  const add = (pair: TomlPair, parent: TomlPair | undefined): void => {
    const id = keyId(pair.path);
    known.set(id, known.has(id) ? 'ambiguous' : { pair, parent });
    for (const member of pair.node.members ?? []) add(member, pair);
  };
  for (const table of document.tables) {
    const id = keyId(table.path);
    if (table.repeated) known.set(keyId(table.path), 'ambiguous');
    else if (table.kind === 'table' && table.pairs.length === 0) known.set(id, table);
    if (!table.repeated) for (const pair of table.pairs) add(pair, undefined);
  }
  return known;
}

/** An empty table that becomes a value loses its header; the value is then added like a new key. */
function replaceHeader(
  text: string,
  header: { readonly start: number; readonly end: number },
): readonly Splice[] {
  return [removeLines(text, header.start, header.end)];
}

function removal(text: string, place: Exclude<Place, 'ambiguous'>): readonly Splice[] {
  if (place === undefined) return [];
  if ('start' in place) return replaceHeader(text, place);
  const { pair, parent } = place;
  return parent === undefined
    ? [removeLines(text, pair.keyStart, pair.node.end)]
    : [removeMember(pair, parent)];
}

/** Takes a member out of an inline table together with the comma and blanks that parted it from its neighbour. */
function removeMember(pair: TomlPair, parent: TomlPair): Splice {
  const members = parent.node.members ?? [];
  const index = members.indexOf(pair);
  const next = members[index + 1];
  const previous = members[index - 1];
  if (next !== undefined) return { start: pair.keyStart, end: next.keyStart, text: '' };
  if (previous !== undefined) return { start: previous.node.end, end: pair.node.end, text: '' };
  return { start: parent.node.start + 1, end: parent.node.end - 1, text: '' };
}
