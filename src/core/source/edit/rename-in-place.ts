import type { ConfigDocument } from '../../formats/config-format.ts';
import { applySplices, type Splice } from '../../formats/edits/splices.ts';
import { writeKey } from '../../formats/yaml/write-scalar.ts';
import { equalValues } from '../../model/config-value.ts';
import type { FormatName } from '../../model/format-name.ts';
import { keyId } from '../../model/key-path.ts';
import type { BlockChange } from './block-change.ts';

interface Renaming {
  readonly format: FormatName;
  readonly text: string;
  readonly document: ConfigDocument;
}

/**
 * Where one key goes and another with the same value comes beside it, the name alone changes, so that the key keeps its
 * line and the comment above it. Gives the text and the changes that are left.
 */
export function renameInPlace(
  block: Renaming,
  changes: readonly BlockChange[],
): { readonly text: string; readonly rest: readonly BlockChange[] } {
  const splices: Splice[] = [];
  const done = new Set<BlockChange>();
  for (const old of changes) {
    if (old.value !== undefined) continue;
    const found = changes.flatMap((next) => {
      const splice = done.has(next) ? undefined : renaming(block, old, next);
      return splice === undefined ? [] : [{ next, splice }];
    });
    const [only] = found;
    if (only === undefined || found.length > 1) continue;
    splices.push(only.splice);
    done.add(old).add(only.next);
  }
  const text = applySplices(block.text, splices);
  if (text === undefined) return { text: block.text, rest: changes };
  return { text, rest: changes.filter((change) => !done.has(change)) };
}

function renaming(
  { format, text, document }: Renaming,
  old: BlockChange,
  next: BlockChange,
): Splice | undefined {
  const entry = document.get(keyId(old.path));
  if (entry === undefined || next.value?.kind !== 'value' || !isNew(document, next)) return undefined;
  const isBeside = keyId(entry.path.slice(0, -1)) === keyId(next.path.slice(0, -1));
  const [from = '', to = ''] = [entry.path.at(-1), next.path.at(-1)];
  if (!isBeside || !equalValues(entry.value, next.value.value)) return undefined;
  if (!isPlain(from, format) || !isPlain(to, format)) return undefined;
  const start = offsetOf(text, entry.line, entry.column);
  const at = /["']/.test(text.charAt(start)) ? start + 1 : start;
  const isThere = text.startsWith(from, at) && !/[\w.-]/.test(text.charAt(at + from.length));
  return isThere ? { start: at, end: at + from.length, text: to } : undefined;
}

function isNew(document: ConfigDocument, { path }: BlockChange): boolean {
  return document.get(keyId(path)) === undefined && !document.hasSection(keyId(path));
}

/** Names that stand for themselves with quotes and without. */
function isPlain(name: string, format: FormatName): boolean {
  if (format === 'properties') return /^[\w.-]+$/.test(name);
  return /^[\w-]+$/.test(name) && writeKey(name, true) === name;
}

function offsetOf(text: string, line: number, column: number): number {
  const breaks = /\r\n|\n|\r/g;
  for (let at = 1; at < line; at += 1) if (breaks.exec(text) === null) break;
  return breaks.lastIndex + column - 1;
}
