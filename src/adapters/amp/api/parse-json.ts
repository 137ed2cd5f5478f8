const MAX_DEPTH = 64;

/** The value of a JSON text; undefined for no JSON, and for one so deep that whoever walks it could run out of stack. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  if (depthOf(text) > MAX_DEPTH) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const OPENING: readonly number[] = ['{'.charCodeAt(0), '['.charCodeAt(0)];
const CLOSING: readonly number[] = ['}'.charCodeAt(0), ']'.charCodeAt(0)];

/** Counts brackets outside of strings, without minding whether the rest is JSON. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (OPENING.includes(code)) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (CLOSING.includes(code)) depth -= 1;
  }
  return deepest;
}

/** Where the closing quote is, or the text ends. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) {
    at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  }
  return at;
}
