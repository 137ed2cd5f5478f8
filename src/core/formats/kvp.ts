import type { ConfigEntry, ConfigFormat, EditResult, KeyEdit, ReadResult } from './config-format.ts';
import { refuseAll } from './edits/check-edit.ts';
import { keyDocument } from './edits/key-document.ts';

/**
 * AMP's own `Key=Value` files: `#` comments, split at the first `=`, no quoting; dots belong to the key.
 * They are only read: AMP rewrites them while it runs, so changes go through its API.
 */
export const kvpFormat: ConfigFormat = {
  name: 'kvp',
  read: readKvp,
  edit(text: string, edits: readonly KeyEdit[]): EditResult {
    if (edits.length === 0) return { kind: 'edited', text };
    return refuseAll(
      edits,
      'AMP rewrites this file while it runs: change the setting through AMP',
      'read-only',
    );
  },
};

function readKvp(text: string): ReadResult {
  const entries: ConfigEntry[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 ? text.length : newline + 1;
    const end = endWithoutBreak(text, start, next);
    const entry = entryOf(text, { start, end, line });
    if (entry !== undefined) entries.push(entry);
    start = next;
  }
  return { kind: 'read', document: keyDocument(entries) };
}

function endWithoutBreak(text: string, start: number, next: number): number {
  let end = next;
  if (end > start && text.charCodeAt(end - 1) === 10) end -= 1;
  if (end > start && text.charCodeAt(end - 1) === 13) end -= 1;
  return end;
}

function entryOf(
  text: string,
  place: { readonly start: number; readonly end: number; readonly line: number },
): ConfigEntry | undefined {
  const line = text.slice(place.start, place.end);
  const trimmed = line.trimStart();
  const separator = line.indexOf('=');
  if (trimmed === '' || trimmed.startsWith('#') || separator < 0) return undefined;
  const key = line.slice(0, separator).trim();
  if (key === '') return undefined;
  return {
    id: key,
    path: [key],
    value: line.slice(separator + 1),
    line: place.line,
    column: line.length - trimmed.length + 1,
    span: { start: place.start + separator + 1, end: place.end },
  };
}
