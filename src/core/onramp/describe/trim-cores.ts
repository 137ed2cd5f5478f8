/** What differs in texts that are otherwise alike, and what stands around it in all of them. */
export interface TrimmedTexts {
  readonly before: string;
  readonly cores: readonly string[];
  readonly after: string;
}

/**
 * Takes off what all texts begin and end with, up to whole words: `CMI_tow01_` and `CMI_smp01_` have the cores `tow01`
 * and `smp01`. Dots and hyphens are parts of words, so that addresses stay whole.
 */
export function trimCores(texts: readonly string[]): TrimmedTexts {
  const before = atWord(commonStart(texts));
  const rest = texts.map((text) => text.slice(before.length));
  const after = reverse(atWord(commonStart(rest.map(reverse))));
  const cores = rest.map((text) => text.slice(0, text.length - after.length));
  if (cores.some((core) => core === '')) return { before: '', cores: texts, after: '' };
  return { before, cores, after };
}

function commonStart(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  let length = first.length;
  for (const text of others) {
    let at = 0;
    while (at < length && text[at] === first[at]) at += 1;
    length = at;
  }
  return first.slice(0, length);
}

/** Cut back to its last character that is no part of a word. */
function atWord(text: string): string {
  return text.replace(/[\p{L}\p{M}\p{N}.-]+$/u, '').replace(/[\ud800-\udbff]$/, '');
}

// Code units, so that two reversals give the same text whatever is in it.
function reverse(text: string): string {
  return text.split('').reverse().join('');
}
