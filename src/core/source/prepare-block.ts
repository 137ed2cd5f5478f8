import { findTags } from '../formats/yaml/find-tags.ts';
import type { FormatName } from '../model/format-name.ts';
import { ABSENT_MARK, hasReferences } from '../model/variable-reference.ts';

/** Makes a marked block readable for its format: unquoted variables and YAML's `!absent` become plain text. */
export function prepareBlock(format: FormatName, text: string): string {
  if (format === 'yaml') return markAbsentTags(text);
  if ((format === 'toml' || format === 'json') && hasReferences(text))
    return quoteBareReferences(format, text);
  return text;
}

const ABSENT_TAG = '!absent';

/** Only the tag itself: `"!absent"` in quotes is text that a person wants. */
function markAbsentTags(text: string): string {
  if (!text.includes(ABSENT_TAG)) return text;
  let marked = '';
  let position = 0;
  for (const start of findTags(text, ABSENT_TAG)) {
    marked += text.slice(position, start) + ABSENT_MARK;
    position = start + ABSENT_TAG.length;
  }
  return marked + text.slice(position);
}

// Closing quotes are optional, so that unclosed ones can't make the search slow; reading refuses them afterwards.
const TOML_PIECES =
  /"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|#[^\n]*|\u{10FFF0}[^\u{10FFF1}\n]*\u{10FFF1}/gu;
const JSON_PIECES =
  /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\u{10FFF0}[^\u{10FFF1}\n]*\u{10FFF1}/gu;

function quoteBareReferences(format: 'toml' | 'json', text: string, sign = ''): string {
  return text.replace(format === 'toml' ? TOML_PIECES : JSON_PIECES, (piece) =>
    piece.startsWith('\u{10FFF0}') ? `"${sign}${piece}"` : piece,
  );
}

// Tells quotes that were put around a reference from those that a person wrote.
const ADDED_QUOTES = '\uFDEF';
const ADDED = /"\uFDEF([^"\n]*)"/g;
const QUOTED_ABSENT = new RegExp(`(["']?)${ABSENT_MARK}\\1`, 'g');

/**
 * As `prepareBlock`, for editing: `unprepareBlock` gives the marked text back, to the byte where nothing was edited.
 * Undefined where the text holds a sign that is needed for that.
 */
export function prepareForEdit(format: FormatName, text: string): string | undefined {
  if (text.includes(ADDED_QUOTES)) return undefined;
  if (format === 'yaml') return markAbsentTags(text);
  return format === 'toml' || format === 'json' ? quoteBareReferences(format, text, ADDED_QUOTES) : text;
}

/** Takes off what `prepareForEdit` has put on; a new value that is `ABSENT_MARK` becomes the tag. */
export function unprepareBlock(prepared: string): string {
  return prepared.replace(ADDED, (_piece, reference: string) => reference).replace(QUOTED_ABSENT, ABSENT_TAG);
}
