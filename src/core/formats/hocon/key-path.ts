import type { KeyPath } from '../../model/key-path.ts';
import { BraceError, MAX_DEPTH } from '../braces/brace-syntax.ts';
import type { ValueToken } from './scan-hocon.ts';

/** The path that the tokens of a key spell: dots part segments unless they stand in quotes. */
export function pathOf(text: string, tokens: readonly ValueToken[], depth: number): KeyPath {
  const segments: { name: string; mayBeEmpty: boolean }[] = [{ name: '', mayBeEmpty: false }];
  const extend = (piece: string): void => {
    const [head = '', ...rest] = piece.split('.', MAX_DEPTH + 2);
    const last = segments.at(-1);
    if (last !== undefined) last.name += head;
    for (const name of rest) segments.push({ name, mayBeEmpty: false });
  };
  let previousEnd = tokens[0]?.start ?? 0;
  for (const token of tokens) {
    extend(text.slice(previousEnd, token.start));
    previousEnd = token.end;
    if (token.kind !== 'scalar') throw new BraceError('a key can hold no reference', token.start);
    const last = segments.at(-1);
    if (!token.quoted) extend(token.text);
    else if (last !== undefined) {
      last.name += token.text;
      last.mayBeEmpty ||= last.name === '';
    }
    if (depth + segments.length > MAX_DEPTH)
      throw new BraceError('this key is nested too deeply', token.start);
  }
  if (segments.some(({ name, mayBeEmpty }) => name === '' && !mayBeEmpty)) {
    throw new BraceError('a key has an empty part before, after or between dots', tokens[0]?.start ?? 0);
  }
  return segments.map(({ name }) => name);
}
