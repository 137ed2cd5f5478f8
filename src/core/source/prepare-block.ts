import { Lexer } from 'yaml';
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
// What the lexer says about the text rather than of it.
const CONTROL_TOKENS = new Set(['\u{FEFF}', '\x02', '\x18', '\x1f']);

/** Only the tag itself: `"!absent"` in quotes is text that a person wants. */
function markAbsentTags(text: string): string {
  if (!text.includes(ABSENT_TAG)) return text;
  let marked = '';
  for (const token of new Lexer().lex(text)) {
    if (!CONTROL_TOKENS.has(token)) marked += token === ABSENT_TAG ? ABSENT_MARK : token;
  }
  return marked.length === text.length ? marked : text;
}

// Closing quotes are optional, so that unclosed ones can't make the search slow; reading refuses them afterwards.
const TOML_PIECES =
  /"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|#[^\n]*|\u{10FFF0}[^\u{10FFF1}\n]*\u{10FFF1}/gu;
const JSON_PIECES =
  /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\u{10FFF0}[^\u{10FFF1}\n]*\u{10FFF1}/gu;

function quoteBareReferences(format: 'toml' | 'json', text: string): string {
  return text.replace(format === 'toml' ? TOML_PIECES : JSON_PIECES, (piece) =>
    piece.startsWith('\u{10FFF0}') ? `"${piece}"` : piece,
  );
}
