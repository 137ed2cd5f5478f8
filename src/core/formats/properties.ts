import { keyId } from '../model/key-path.ts';
import type {
  ConfigEntry,
  ConfigFormat,
  EditRefusal,
  EditResult,
  KeyEdit,
  ReadResult,
} from './config-format.ts';
import { checkedEdit, lastEdits, refuseAll } from './edits/check-edit.ts';
import { keyDocument } from './edits/key-document.ts';
import { endOfLine, LinePlaces, lacksFinalBreak, lineBreakOf } from './edits/line-places.ts';
import { applySplices, mergeRemovals, removeLines, type Splice } from './edits/splices.ts';
import { MalformedEscape, type PropertyLine, scanProperties } from './properties/scan-properties.ts';
import { escapeKey, escapeValue, propertyText } from './properties/write-properties.ts';

/**
 * `java.util.Properties`: flat keys, every value a string, the last of equal keys wins. Other scalars are
 * written as `propertyText` says, so callers compare that text.
 */
export const propertiesFormat: ConfigFormat = {
  name: 'properties',
  read: readProperties,
  edit: editProperties,
};

function readProperties(text: string): ReadResult {
  try {
    return { kind: 'read', document: keyDocument(entriesOf(text, scanProperties(text))) };
  } catch (error) {
    if (!(error instanceof MalformedEscape)) throw error;
    const place = new LinePlaces(text).at(error.offset);
    return { kind: 'unreadable', error: { message: error.message, ...place } };
  }
}

function entriesOf(text: string, lines: readonly PropertyLine[]): readonly ConfigEntry[] {
  const places = new LinePlaces(text);
  return lines.map((line) => ({
    id: line.key,
    path: [line.key],
    value: line.value,
    ...places.at(line.start),
    span: line.oneLine ? { start: line.valueStart, end: line.end } : undefined,
  }));
}

function editProperties(text: string, edits: readonly KeyEdit[]): EditResult {
  if (edits.length === 0) return { kind: 'edited', text };
  const before = readProperties(text);
  if (before.kind === 'unreadable') return refuseAll(edits, before.error.message, 'unreadable');
  const wanted = lastEdits(edits);
  const refusals = wanted.flatMap(refusalOf);
  if (refusals.length > 0) return { kind: 'refused', refusals };
  const edited = rewrite(text, wanted);
  if (edited === undefined) return refuseAll(wanted, 'two of the edited keys share a line');
  return checkedEdit({
    before: before.document,
    text: edited,
    after: readProperties(edited),
    edits: wanted,
    written: (value) => propertyText(value) ?? null,
  });
}

function refusalOf(edit: KeyEdit): readonly EditRefusal[] {
  if (edit.kind === 'remove' || propertyText(edit.value) !== undefined) return [];
  const message = 'a properties file holds text alone: no list, map, null or binary value';
  return [{ code: 'unsupported', path: edit.path, message, line: 0 }];
}

function rewrite(text: string, edits: readonly KeyEdit[]): string | undefined {
  const lines = scanProperties(text);
  const byKey = new Map<string, PropertyLine[]>();
  for (const line of lines) {
    const same = byKey.get(line.key);
    if (same === undefined) byKey.set(line.key, [line]);
    else same.push(line);
  }
  const splices: Splice[] = [];
  const added: string[] = [];
  for (const edit of edits) {
    const id = keyId(edit.path);
    const found = byKey.get(id) ?? [];
    const last = found.at(-1);
    if (edit.kind === 'remove') {
      splices.push(...found.map((line) => removeLines(text, line.start, line.end)));
    } else if (last === undefined) {
      added.push(newLine(text, lines, { id, value: propertyText(edit.value) ?? '' }));
    } else {
      splices.push(...replaceValue(text, last, propertyText(edit.value) ?? ''));
    }
  }
  const changed = applySplices(text, mergeRemovals(splices));
  return changed === undefined ? undefined : append(changed, added, text);
}

function replaceValue(text: string, line: PropertyLine, value: string): readonly Splice[] {
  if (line.value === value) return [];
  const separator = text.slice(line.keyEnd, line.valueStart);
  const missing = separator === '' ? '=' : '';
  const bare = missing === '' && !/[=:]/.test(separator);
  return [{ start: line.valueStart, end: line.end, text: missing + escapeValue(value, bare) }];
}

/** A new line takes its separator from the file's last line, so that `key = value` files stay so. */
function newLine(text: string, lines: readonly PropertyLine[], key: { id: string; value: string }): string {
  const model = lines.at(-1);
  const separator = model === undefined ? '=' : text.slice(model.keyEnd, model.valueStart);
  const usable = /^[ \t]*[=:][ \t]*$|^[ \t]+$/.test(separator) ? separator : '=';
  return escapeKey(key.id) + usable + escapeValue(key.value, !/[=:]/.test(usable));
}

function append(text: string, added: readonly string[], original: string): string {
  if (added.length === 0) return text;
  const lineBreak = lineBreakOf(original);
  const open = lacksFinalBreak(text);
  // A backslash at the very end would pull the new line into the last one.
  const guard = /(?:^|[^\\])(?:\\\\)*\\(?:\r\n|\n|\r)?$/.test(lastLine(text)) ? lineBreak : '';
  const joined = added.join(lineBreak);
  return open ? text + lineBreak + guard + joined : text + guard + joined + lineBreak;
}

function lastLine(text: string): string {
  let start = 0;
  for (let next = endOfLine(text, 0); next < text.length; next = endOfLine(text, next)) start = next;
  return text.slice(start);
}
