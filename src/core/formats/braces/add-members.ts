import type { ConfigValue } from '../../model/config-value.ts';
import { type KeyPath, keyId } from '../../model/key-path.ts';
import { endOfLine, lacksFinalBreak, lineBreakOf, startOfLine } from '../edits/line-places.ts';
import { indentAt } from '../edits/replace-value.ts';
import { applySplices, type Splice } from '../edits/splices.ts';
import type { BraceDialect, BraceMember, BraceNode, BraceObject } from './brace-syntax.ts';
import { keyPlaces } from './key-places.ts';
import { type MemberStyle, memberTexts, type NewMember } from './write-members.ts';

/** Adds members to the innermost objects that exist for their paths, after the last member there. */
export function addMembers(
  text: string,
  pairs: readonly { readonly path: KeyPath; readonly value: ConfigValue }[],
  dialect: BraceDialect,
): string {
  const root = dialect.parse(text);
  const { objects } = keyPlaces(root, dialect.equalKeys);
  const byObject = new Map<BraceObject, NewMember[]>();
  for (const { path, value } of pairs) {
    for (let length = path.length - 1; length >= 0; length -= 1) {
      const found = objects.get(keyId(path.slice(0, length)));
      if (found === undefined || found.path.length > length) continue;
      const members = byObject.get(found.object) ?? [];
      members.push({ path: path.slice(length), value });
      byObject.set(found.object, members);
      break;
    }
  }
  const splices: Splice[] = [];
  for (const [object, members] of byObject)
    splices.push(...insertion({ text, root, dialect }, object, members));
  return applySplices(text, splices) ?? text;
}

interface Target {
  readonly text: string;
  readonly root: BraceNode;
  readonly dialect: BraceDialect;
}

function insertion(target: Target, object: BraceObject, added: readonly NewMember[]): readonly Splice[] {
  const last = object.members.at(-1);
  if (last !== undefined) return afterLast(target, object, { last, added });
  return object.open === undefined ? intoBareRoot(target, added) : intoEmpty(target, object, added);
}

function afterLast(
  target: Target,
  object: BraceObject,
  { last, added }: { readonly last: BraceMember; readonly added: readonly NewMember[] },
): readonly Splice[] {
  const { text } = target;
  const style = styleOf(target, object, last);
  const texts = memberTexts(added, style);
  const end = last.comma === undefined ? last.node.end : last.comma + 1;
  const lineEnd = endOfLine(text, end);
  const comma = last.comma === undefined && style.comma !== '' ? [insert(last.node.end, ',')] : [];
  const trailing = last.comma === undefined ? '' : ',';
  if (style.indent === undefined || (object.open !== undefined && object.close < lineEnd)) {
    const lead = last.comma === undefined && comma.length === 0 ? ', ' : ' ';
    return [...comma, insert(end, lead + texts.join(', ') + trailing)];
  }
  const lines = texts.map((member) => style.indent + member).join(style.comma + style.lineBreak);
  const body = lines + (style.comma === '' ? '' : trailing);
  const commentGoesOn = /\/\*(?!.*\*\/)/.test(text.slice(end, lineEnd));
  if (commentGoesOn) return [...comma, insert(end, style.lineBreak + body)];
  const open = lineEnd === text.length && lacksFinalBreak(text);
  return [...comma, insert(lineEnd, open ? style.lineBreak + body : body + style.lineBreak)];
}

/** The writing of a new member follows the last member of the same object, or else of the file. */
function styleOf(target: Target, object: BraceObject, last: BraceMember): MemberStyle {
  const { text, dialect } = target;
  const ownLine = /^[ \t]*$/.test(text.slice(startOfLine(text, last.keyStart), last.keyStart));
  const usesCommas = object.members.some((member) => member.comma !== undefined);
  return {
    ...baseStyle(target, object),
    indent: ownLine || object.open === undefined ? indentAt(text, last.keyStart) : undefined,
    comma: dialect.needsComma || (usesCommas && last.comma !== undefined) ? ',' : '',
  };
}

function baseStyle({ text, dialect, root }: Target, object: BraceObject | undefined): MemberStyle {
  const model = object?.members.at(-1) ?? firstMember(root);
  const separators = [...(object?.members ?? []).toReversed(), ...someMembers(root)].map((member) =>
    text.slice(member.keyEnd, member.node.start),
  );
  return {
    dialect,
    lineBreak: lineBreakOf(text),
    likeKey: model === undefined ? '' : text.slice(model.keyStart, model.keyEnd),
    separator: separators.find((own) => /^[ \t]?[:=][ \t]?$/.test(own)) ?? dialect.separator,
    indent: '',
    unit: unitOf(text, root),
    comma: dialect.needsComma ? ',' : '',
  };
}

function firstMember(root: BraceNode): BraceMember | undefined {
  return root.object?.members[0];
}

/** One step of indentation: that of the outermost members that are indented at all. */
function unitOf(text: string, root: BraceNode): string {
  for (const member of someMembers(root)) {
    const step = indentAt(text, member.keyStart);
    if (step !== '') return step;
  }
  return '  ';
}

const ENOUGH = 1000;

/** Members from the outside in, for a look at the file's style. */
function someMembers(root: BraceNode): readonly BraceMember[] {
  const members = [...(root.object?.members ?? [])].slice(0, ENOUGH);
  for (const member of members) {
    if (members.length >= ENOUGH) break;
    members.push(...(member.node.object?.members ?? []));
  }
  return members;
}

function intoEmpty(target: Target, object: BraceObject, added: readonly NewMember[]): readonly Splice[] {
  const { text, root } = target;
  const open = object.open ?? 0;
  const inside = text.slice(open + 1, object.close);
  const outer = indentAt(text, open);
  const first = firstMember(root);
  const oneLine = first !== undefined && !/[\r\n]/.test(text.slice(root.start, root.end));
  const base = baseStyle(target, undefined);
  const style = { ...base, indent: oneLine ? undefined : outer + base.unit };
  const texts = memberTexts(added, style);
  if (style.indent === undefined) return [insert(object.close, texts.join(', '))];
  const lines =
    texts.map((member) => style.indent + member).join(style.comma + style.lineBreak) + style.lineBreak;
  if (/^\s*$/.test(inside)) {
    return [{ start: open + 1, end: object.close, text: style.lineBreak + lines + outer }];
  }
  const lineStart = startOfLine(text, object.close);
  const ownLine = /^[ \t]*$/.test(text.slice(lineStart, object.close)) && lineStart > open;
  return ownLine ? [insert(lineStart, lines)] : [insert(object.close, style.lineBreak + lines + outer)];
}

/** A file without members and braces: empty, or comments alone. JSON gets its braces. */
function intoBareRoot(target: Target, added: readonly NewMember[]): readonly Splice[] {
  const { text, dialect } = target;
  const braces = dialect.needsComma;
  const style = { ...baseStyle(target, undefined), indent: braces ? '  ' : '' };
  const { lineBreak } = style;
  const lines = memberTexts(added, style)
    .map((member) => style.indent + member)
    .join(style.comma + lineBreak);
  const body = braces ? `{${lineBreak}${lines}${lineBreak}}` : lines;
  return [insert(text.length, lacksFinalBreak(text) ? lineBreak + body : body + lineBreak)];
}

function insert(offset: number, text: string): Splice {
  return { start: offset, end: offset, text };
}
