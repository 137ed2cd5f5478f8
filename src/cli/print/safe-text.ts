// Controls, format characters such as direction marks, private use, lone surrogates, unassigned ones, separators of
// lines and paragraphs, and what a terminal shows as nothing.
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const NAMED = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** Text from files that a terminal shows as it is: what would move, hide or reorder anything is spelled out. */
export function safeText(text: string): string {
  return text.replace(UNSAFE, (character) => NAMED.get(character) ?? escapeCharacter(character));
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** JSON text in which such characters are escaped, so that it means the same and is safe to look at. */
export function safeJson(json: string): string {
  return json.replace(UNSAFE, (character) => {
    if (character === '\n') return character;
    return [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join('');
  });
}

/** Cuts to at most `max` characters, the last of them `…` where something is cut off. */
export function cut(text: string, max: number): string {
  if (displayWidth(text) <= max) return text;
  let kept = '';
  let width = 0;
  for (const character of text) {
    width += displayWidth(character);
    if (width > max - 1) break;
    kept += character;
  }
  return max <= 0 ? '' : `${kept}…`;
}

const COMBINING = /\p{Mark}/gu;
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu;

/** Columns that a terminal needs for safe text, nearly enough for a table. */
export function displayWidth(text: string): number {
  // Most text is plain.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  const shown = text.replace(COMBINING, '');
  return [...shown].length + (shown.match(WIDE)?.length ?? 0);
}
