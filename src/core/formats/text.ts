import type { ConfigEntry, ConfigFormat, EditResult, KeyEdit, ReadResult } from './config-format.ts';
import { checkedEdit, lastEdits, refuseAll } from './edits/check-edit.ts';
import { keyDocument } from './edits/key-document.ts';
import { lineBreakOf } from './edits/line-places.ts';
import { shownText } from './edits/shown-text.ts';

/**
 * A whole file as one value: the entry with the id '' and the empty path. Its line breaks read as `\n`, so that
 * files which differ in line ends alone are equal; writing keeps the file's own line ends.
 */
export const textFormat: ConfigFormat = { name: 'text', read: readText, edit: editText };

function readText(text: string): ReadResult {
  const entry: ConfigEntry = {
    id: '',
    path: [],
    value: shownText(withLineFeeds(text)),
    line: 1,
    column: 1,
    span: undefined,
  };
  return { kind: 'read', document: keyDocument([entry]) };
}

function editText(text: string, edits: readonly KeyEdit[]): EditResult {
  const before = readText(text);
  const edit = lastEdits(edits).at(-1);
  if (edit === undefined || before.kind === 'unreadable') return { kind: 'edited', text };
  const others = edits.filter(({ path }) => path.length > 0);
  if (others.length > 0) return refuseAll(others, 'a text file is one value and has no keys', 'shape');
  if (edit.kind === 'remove') return refuseAll([edit], 'the whole text can be replaced, but not removed');
  if (typeof edit.value !== 'string') return refuseAll([edit], 'a text file holds a string');
  const wanted = withLineFeeds(edit.value);
  if (before.document.get('')?.value === wanted) return { kind: 'edited', text };
  const lineBreak = text.includes('\r\n') ? lineBreakOf(text) : '\n';
  const written = lineBreak === '\r\n' ? wanted.replaceAll('\n', '\r\n') : wanted;
  return checkedEdit({
    before: before.document,
    text: written,
    after: readText(written),
    edits: [edit],
    written: () => wanted,
  });
}

function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
}
