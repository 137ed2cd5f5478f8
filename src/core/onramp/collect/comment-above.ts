import { findSecret } from '../../model/find-secret.ts';

const LONGEST_NOTE = 200;
const MOST_LINES = 12;
const COMMENT = /^\s*(?:#+|\/\/|!)\s?(.*)$/;
/** A setting that somebody switched off explains nothing, and may hold a password. */
const SWITCHED_OFF = /^\s*-?\s*["']?[\w.-]{1,60}["']?\s*[:=](?:\s|$)/;

/**
 * What the comment lines right above a key say, as one line; undefined where they say nothing, too much, or what must not
 * be repeated. `lines` are the file's, and `line` counts from 1.
 */
export function commentAbove(lines: readonly string[], line: number): string | undefined {
  const block: string[] = [];
  for (let index = line - 2; index >= 0 && block.length < MOST_LINES; index -= 1) {
    const text = COMMENT.exec(lines[index] ?? '')?.[1]?.trim();
    if (text === undefined) break;
    block.unshift(text);
  }
  // At the top of a file several lines are about the file.
  if (block.length > 1 && block.length === line - 1) return undefined;
  const note = shorten(block.filter(isSentence).join(' '));
  return note === '' || findSecret('note', note) !== undefined || /\{\{|```/.test(note) ? undefined : note;
}

/** As Java writes it above properties that it saves. */
const JAVA_DATE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d /;

function isSentence(text: string): boolean {
  return (
    /[\p{L}]{2}/u.test(text) &&
    !SWITCHED_OFF.test(text) &&
    !JAVA_DATE.test(text) &&
    !/\p{Cc}|\p{Cs}|\p{Cn}|\p{Co}/u.test(text)
  );
}

/** Whole sentences as far as they fit. */
function shorten(text: string): string {
  if (text.length <= LONGEST_NOTE) return text;
  const end = text.slice(0, LONGEST_NOTE).search(/[.!?](?=\s[^.!?]*$)/);
  return end < 0 ? '' : text.slice(0, end + 1);
}
