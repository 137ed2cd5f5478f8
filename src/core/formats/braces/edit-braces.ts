import { type ConfigValue, isConfigMap } from '../../model/config-value.ts';
import { type KeyPath, keyId } from '../../model/key-path.ts';
import type { EditRefusal, EditResult, KeyEdit, ReadResult } from '../config-format.ts';
import { checkedEdit, lastEdits, refuseAll } from '../edits/check-edit.ts';
import { shapeRefusals } from '../edits/check-shape.ts';
import { replaceValue } from '../edits/replace-value.ts';
import { applySplices, mergeRemovals, type Splice } from '../edits/splices.ts';
import { addMembers } from './add-members.ts';
import { type BraceDialect, BraceError, type BraceMember, type BraceNode } from './brace-syntax.ts';
import { type KeyPlace, keyPlaces } from './key-places.ts';
import { removeMembers } from './remove-members.ts';

/** A format that `editBraces` edits. */
export interface BraceFormat {
  readonly dialect: BraceDialect;
  read(text: string): ReadResult;
  /** True where the format has a form for the value. */
  holds(value: ConfigValue): boolean;
}

/** Edits by replacing the text of values and adding or removing members; the result is read again and compared. */
export function editBraces(text: string, edits: readonly KeyEdit[], format: BraceFormat): EditResult {
  if (edits.length === 0) return { kind: 'edited', text };
  const before = format.read(text);
  if (before.kind === 'unreadable') return refuseAll(edits, before.error.message, 'unreadable');
  const wanted = lastEdits(edits);
  const unheld = wanted.filter((edit) => edit.kind === 'set' && !format.holds(edit.value));
  const refusals = [
    ...shapeRefusals(before.document, wanted),
    ...unheld.map((edit) => refusal(edit.path, 'this format has no form for this value')),
  ];
  if (refusals.length > 0) return { kind: 'refused', refusals };
  const edited = rewrite(text, wanted, {
    dialect: format.dialect,
    isKnown: (id) => before.document.get(id) !== undefined,
  });
  if (typeof edited !== 'string') return { kind: 'refused', refusals: edited };
  return checkedEdit({
    before: before.document,
    text: edited,
    after: format.read(edited),
    edits: wanted,
    written: (value) => value,
  });
}

interface Rewriting {
  readonly dialect: BraceDialect;
  /** True for ids that have a value, wherever it comes from. */
  isKnown(id: string): boolean;
}

function rewrite(text: string, edits: readonly KeyEdit[], how: Rewriting): string | readonly EditRefusal[] {
  const root = how.dialect.parse(text);
  const places = keyPlaces(root, how.dialect.equalKeys);
  const refusals: EditRefusal[] = [];
  const splices: Splice[] = [];
  const removed: KeyPlace[] = [];
  const added: { path: KeyPath; value: ConfigValue }[] = [];
  for (const edit of edits) {
    const found = places.keys.get(keyId(edit.path)) ?? [];
    const node = nodeOf(edit.path, root, found);
    if (node === undefined && how.isKnown(keyId(edit.path))) refusals.push(refusal(edit.path, ELSEWHERE));
    else if (edit.kind === 'remove') removed.push(...found);
    else if (node === undefined) added.push(edit);
    else if (!node.literal) refusals.push(refusal(edit.path, ELSEWHERE));
    else
      splices.push(
        ...replacement(
          text,
          { node, member: found.at(-1)?.member },
          { value: edit.value, dialect: how.dialect },
        ),
      );
  }
  if (refusals.length > 0) return refusals;
  const all = [...mergeRemovals(removeMembers(text, removed, how.dialect)), ...splices];
  const changed = applySplices(text, all);
  if (changed === undefined) return edits.map(({ path }) => refusal(path, 'these edits overlap each other'));
  if (added.length === 0) return changed;
  try {
    return addMembers(changed, added, how.dialect);
  } catch (error) {
    if (!(error instanceof BraceError)) throw error;
    return edits.map(({ path }) => refusal(path, 'these edits can not be made together'));
  }
}

/** HOCON may leave out the separator before an object; another value needs one. */
function replacement(
  text: string,
  place: { readonly node: BraceNode; readonly member: BraceMember | undefined },
  wanted: { readonly value: ConfigValue; readonly dialect: BraceDialect },
): readonly Splice[] {
  const { node, member } = place;
  const { value, dialect } = wanted;
  const splices = replaceValue(text, node, { value, write: dialect.writeValue });
  if (member === undefined || isConfigMap(value) || /[:=]/.test(text.slice(member.keyEnd, node.start)))
    return splices;
  return splices.map((splice) => ({
    ...splice,
    start: member.keyEnd,
    text: dialect.separator + splice.text,
  }));
}

const ELSEWHERE = 'the value is put together from other places in the file';

function nodeOf(path: KeyPath, root: BraceNode, found: readonly KeyPlace[]): BraceNode | undefined {
  if (path.length === 0) return root;
  return found.at(-1)?.member.node;
}

function refusal(path: KeyPath, message: string): EditRefusal {
  return { code: 'unsupported', path, message, line: 0 };
}
