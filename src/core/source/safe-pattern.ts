const LONGEST_PATTERN = 256;
const LINE_LENGTH = 1000;
/** Ways in which a pattern may be tried on a line of that length: well under a second where all is against it. */
const MOST_WAYS = 1e9;
/** An optional piece and a choice have two ways each; counted higher, since they cost more than a step of a repetition. */
const COST_OF_CHOICE = 3;

const TOKEN = /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?:)?|(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??|[\s\S]/g;
const QUANTIFIER = /^(?:[*+?]|\{([0-9]+)(,?)([0-9]*)\})\??$/;

/**
 * True for regular expressions that a line of 1,000 characters can't hold up: no back references or look-around, no
 * repeated group with a repetition or a choice inside, and few repetitions and choices in all.
 */
export function isSafePattern(pattern: string): boolean {
  if (pattern.length > LONGEST_PATTERN || /\(\?[=!<]|\\[1-9]|\\k/.test(pattern)) return false;
  return compiles(pattern) && waysOf(pattern) <= MOST_WAYS;
}

function compiles(pattern: string): boolean {
  try {
    // Only the first use finds out whether it is too large.
    return typeof new RegExp(pattern, 'iu').test('') === 'boolean';
  } catch {
    return false;
  }
}

/** How often a pattern may have to be tried at worst; infinite for a repetition inside of a repetition. */
function waysOf(pattern: string): number {
  const tokens = pattern.match(TOKEN) ?? [];
  /** For each group that is open: whether something in it varies. */
  const groups = [false];
  let ways = 1;
  let hasClosed = false;
  let isAnchored = tokens[0] === '^';
  for (const token of tokens) {
    const repeats = waysOfQuantifier(token);
    if (hasClosed && repeats !== undefined && !token.startsWith('?')) return Number.POSITIVE_INFINITY;
    if (token === '|' && groups.length === 1) isAnchored = false;
    hasClosed = token === ')' && groups.pop() === true;
    if (token.startsWith('(')) groups.push(false);
    else if (hasClosed || repeats !== undefined || token === '|') groups[groups.length - 1] = true;
    ways *= repeats ?? (token === '|' ? COST_OF_CHOICE : 1);
  }
  return isAnchored ? ways : ways * LINE_LENGTH;
}

/** Undefined for what is no quantifier. */
function waysOfQuantifier(token: string): number | undefined {
  const match = QUANTIFIER.exec(token);
  if (match === null) return undefined;
  const [, least, comma, most] = match;
  if (least === undefined) return token.startsWith('?') ? COST_OF_CHOICE : LINE_LENGTH;
  if (Number(least) > LINE_LENGTH || Number(most) > LINE_LENGTH) return Number.POSITIVE_INFINITY;
  if (comma === '') return 1;
  return most === '' ? LINE_LENGTH : 2 * (Number(most) - Number(least) + 1);
}
