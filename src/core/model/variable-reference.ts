/** One piece of a text with variables in it. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly add: bigint | undefined }
  | { readonly kind: 'secret'; readonly name: string };

const VARIABLE_NAME = /^[A-Z][A-Z0-9_]{0,63}$/;

export function isVariableName(name: string): boolean {
  return VARIABLE_NAME.test(name);
}

const REFERENCE = /\{\{([A-Z][A-Z0-9_]{0,63}(?:[+-][0-9]{1,15})?|secret:[A-Za-z0-9][A-Za-z0-9_-]{0,63})\}\}/g;

// Characters that no text uses, though every supported language reads them; each is as long as what it stands for.
const OPEN = '\u{10FFF0}';
const CLOSE = '\u{10FFF1}';
const LITERAL_OPEN = '\u{10FFF2}\uFDD0';
const SIGNS = new Map([
  ['+', '\uFDD1'],
  ['-', '\uFDD2'],
  [':', '\uFDD3'],
]);
const SIGN_OF_MARK = new Map([...SIGNS].map(([sign, mark]) => [mark, sign]));
/** Stands for the seven characters of `!absent` while a text is read. */
export const ABSENT_MARK = '\uFDD4'.repeat(7);

const RESERVED = /[\u{10FFF0}-\u{10FFF2}\uFDD0-\uFDD4]/u;

/** Offset of the first character that marked text reserves for itself, or -1. */
export function findReservedCharacter(text: string): number {
  return text.search(RESERVED);
}

/**
 * Replaces `{{NAME}}`, `{{NAME+5}}`, `{{secret:NAME}}` and the escaped `\{{NAME}}` by marks of the same length, so
 * that any language reads them as plain text and offsets stay true. The text must hold no reserved character.
 */
export function markReferences(text: string): string {
  let marked = '';
  let done = 0;
  for (const match of text.matchAll(REFERENCE)) {
    const escaped = isEscaped(text, match.index, done);
    const body = (match[1] as string).replace(/[+:-]/, (sign) => SIGNS.get(sign) ?? sign);
    marked += text.slice(done, escaped ? match.index - 1 : match.index);
    marked += `${escaped ? LITERAL_OPEN : OPEN}${body}${CLOSE}`;
    done = match.index + match[0].length;
  }
  return done === 0 ? text : marked + text.slice(done);
}

/** A backslash that is itself escaped by another one belongs to the text. */
function isEscaped(text: string, offset: number, from: number): boolean {
  let start = offset;
  while (start > from && text[start - 1] === '\\') start -= 1;
  return (offset - start) % 2 === 1;
}

/** Turns marks back into what people wrote, for showing. */
export function showReferences(marked: string): string {
  if (!RESERVED.test(marked)) return marked;
  return marked
    .replaceAll(LITERAL_OPEN, '\\{{')
    .replaceAll(OPEN, '{{')
    .replaceAll(CLOSE, '}}')
    .replace(/[\uFDD1-\uFDD3]/g, (mark) => SIGN_OF_MARK.get(mark) ?? mark);
}

/** The mark of `{{NAME}}` or, with an amount, `{{NAME+5}}`. */
export function variableMark(name: string, add = 0n): string {
  return markReferences(`{{${name}${add === 0n ? '' : add > 0n ? `+${add}` : `${add}`}}}`);
}

/** The mark of `{{secret:NAME}}`. */
export function secretMark(name: string): string {
  return markReferences(`{{secret:${name}}}`);
}

/** Marks a text that stands for itself, so that what looks like a reference in it is none. */
export function markLiterally(text: string): string {
  return text.replace(REFERENCE, (reference) => markReferences(reference).replace(OPEN, () => LITERAL_OPEN));
}

export function hasReferences(marked: string): boolean {
  return marked.includes(OPEN) || marked.includes(LITERAL_OPEN);
}

const MARKED = /(\u{10FFF0}|\u{10FFF2}\uFDD0)([^\u{10FFF0}-\u{10FFF2}]*)\u{10FFF1}/gu;

/** Splits marked text into its pieces; undefined when it holds no marks, so that it stands for itself. */
export function parseTemplate(marked: string): readonly TemplatePart[] | undefined {
  if (!hasReferences(marked)) return undefined;
  const parts: TemplatePart[] = [];
  let done = 0;
  for (const match of marked.matchAll(MARKED)) {
    if (match.index > done) parts.push({ kind: 'text', text: marked.slice(done, match.index) });
    parts.push(parsePart(match[1] === OPEN, showReferences(match[2] as string)));
    done = match.index + match[0].length;
  }
  if (done < marked.length) parts.push({ kind: 'text', text: marked.slice(done) });
  return parts;
}

function parsePart(isReference: boolean, body: string): TemplatePart {
  if (!isReference) return { kind: 'text', text: `{{${body}}}` };
  if (body.startsWith('secret:')) return { kind: 'secret', name: body.slice('secret:'.length) };
  const sign = body.search(/[+-]/);
  if (sign === -1) return { kind: 'variable', name: body, add: undefined };
  const amount = BigInt(body.slice(sign + 1));
  return { kind: 'variable', name: body.slice(0, sign), add: body[sign] === '-' ? -amount : amount };
}

/** Variables that every instance has without anybody declaring them. */
export const BUILT_IN_VARIABLES: ReadonlySet<string> = new Set(['INSTANCE_NAME', 'HOST_NAME', 'PLATFORM']);
