const LONGEST_PATTERN = 256;
const QUANTIFIER = /^(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})/;

/**
 * True for regular expressions whose time grows gently with the text: no back references or look-around, and no
 * repeated group with a repetition or a choice inside.
 */
export function isSafePattern(pattern: string): boolean {
  if (pattern.length > LONGEST_PATTERN || /\(\?[=!<]|\\[1-9]|\\k/.test(pattern)) return false;
  return compiles(pattern) && !repeatsInsideRepeats(pattern);
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') !== undefined;
  } catch {
    return false;
  }
}

function repeatsInsideRepeats(pattern: string): boolean {
  const groups: boolean[] = [];
  let inClass = false;
  for (let offset = 0; offset < pattern.length; offset += 1) {
    const character = pattern[offset];
    if (character === '\\') offset += 1;
    else if (inClass) inClass = character !== ']';
    else if (character === '[') inClass = true;
    else if (character === '(') groups.push(false);
    else if (character === ')') {
      const varies = groups.pop() === true;
      const repeated = QUANTIFIER.test(pattern.slice(offset + 1)) && pattern[offset + 1] !== '?';
      if (varies && repeated) return true;
      if (varies || repeated) markInnermost(groups);
    } else if (isVarying(pattern, offset)) markInnermost(groups);
  }
  return false;
}

function isVarying(pattern: string, offset: number): boolean {
  if (pattern[offset] === '?' && pattern[offset - 1] === '(') return false;
  return pattern[offset] === '|' || QUANTIFIER.test(pattern.slice(offset));
}

function markInnermost(groups: boolean[]): void {
  if (groups.length > 0) groups[groups.length - 1] = true;
}
