import { END } from './characters.ts';
import { Cursor } from './cursor.ts';
import { Scanner } from './scanner.ts';
import { YamlError } from './yaml-error.ts';

/**
 * Offsets of every tag that is written just so, such as `!absent`; the same letters in quotes, comments or block text
 * are no tag. Behind a place that can't be scanned nothing is found: reading refuses such a text.
 */
export function findTags(text: string, written: string): readonly number[] {
  const scanner = new Scanner(new Cursor(`${text}\n${String.fromCharCode(END)}`, false));
  const found: number[] = [];
  try {
    for (let token = scanner.take(); token.type !== 'stream-end'; token = scanner.take()) {
      if (token.type === 'tag' && isWritten(text, token.start, written)) found.push(token.start);
    }
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
  }
  return found;
}

/** SnakeYAML takes brackets behind a tag for a part of it, and a person does not. */
function isWritten(text: string, start: number, written: string): boolean {
  return text.startsWith(written, start) && !/[\w-]/.test(text.charAt(start + written.length));
}
