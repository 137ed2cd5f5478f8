import { findReservedCharacter } from '../../model/variable-reference.ts';

/** A note as one line that can stand in a comment of any language; undefined when nothing is left of it. */
export function noteText(note: string | undefined): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out
  const text = note?.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]+/g, ' ').trim() ?? '';
  return text === '' || findReservedCharacter(text) !== -1 || /\p{Surrogate}/u.test(text) ? undefined : text;
}
