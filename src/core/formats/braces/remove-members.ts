import { endOfLine, startOfLine } from '../edits/line-places.ts';
import { removeLines, type Splice } from '../edits/splices.ts';
import type { BraceDialect, BraceMember, BraceObject } from './brace-syntax.ts';
import type { KeyPlace } from './key-places.ts';

/**
 * Takes members out with their commas: whole lines where a member has its lines to itself. Where an object's
 * last member goes and commas part members, the comma before it goes too.
 */
export function removeMembers(
  text: string,
  places: readonly KeyPlace[],
  dialect: BraceDialect,
): readonly Splice[] {
  const byObject = new Map<BraceObject, Set<BraceMember>>();
  for (const { object, member } of places) {
    const members = byObject.get(object) ?? new Set();
    byObject.set(object, members.add(member));
  }
  const splices: Splice[] = [];
  for (const [object, members] of byObject) {
    for (const member of members) splices.push(removeMember(text, member));
    splices.push(...danglingComma(text, object, { members, dialect }));
  }
  return splices;
}

function removeMember(text: string, member: BraceMember): Splice {
  const end = member.comma === undefined ? member.node.end : member.comma + 1;
  const lineStart = startOfLine(text, member.keyStart);
  const startsLine = isBlank(text.slice(lineStart, member.keyStart));
  const rest = text.slice(end, endOfLine(text, end));
  if (startsLine && REST_OF_LINE.test(rest)) return removeLines(text, member.keyStart, end);
  if (startsLine) return { start: member.keyStart, end: end + leadingBlanks(rest), text: '' };
  let start = member.keyStart;
  while (isBlankCode(text.charCodeAt(start - 1))) start -= 1;
  return { start, end, text: '' };
}

/** Blanks, then at most one comment that ends on this line. */
const REST_OF_LINE = /^[ \t]*(?:\/\/.*|#.*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/[ \t]*)?[\r\n]*$/;

function danglingComma(
  text: string,
  object: BraceObject,
  removed: { readonly members: ReadonlySet<BraceMember>; readonly dialect: BraceDialect },
): readonly Splice[] {
  const last = object.members.at(-1);
  if (!removed.dialect.needsComma || last === undefined) return [];
  if (last.comma !== undefined || !removed.members.has(last)) return [];
  const kept = object.members.findLast((member) => !removed.members.has(member));
  if (kept?.comma === undefined) return [];
  // Blanks between value and comma would be left hanging at the line's end.
  return [
    {
      start: isBlank(text.slice(kept.node.end, kept.comma)) ? kept.node.end : kept.comma,
      end: kept.comma + 1,
      text: '',
    },
  ];
}

function isBlank(text: string): boolean {
  return /^[ \t]*$/.test(text);
}

function isBlankCode(code: number): boolean {
  return code === 32 || code === 9;
}

function leadingBlanks(text: string): number {
  return /^[ \t]*/.exec(text)?.[0].length ?? 0;
}
