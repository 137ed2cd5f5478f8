import { type ConfigValue, isConfigMap } from '../../model/config-value.ts';
import { type KeyPath, keyId } from '../../model/key-path.ts';
import type { EditRefusal, KeyEdit } from '../config-format.ts';
import { addToEmptyText, addToMap } from './add-key.ts';
import type { Layout } from './layout.ts';
import { removeKey } from './remove-key.ts';
import { replaceValue } from './replace-value.ts';
import type { Holder, Leaf, Section } from './sections.ts';
import type { Splice } from './splice.ts';

/** A text that edits are planned on. */
export type Target = { readonly text: string; readonly layout: Layout } & (
  | { readonly kind: 'empty' }
  | { readonly kind: 'no-map'; readonly line: number }
  | { readonly kind: 'map'; readonly section: Section }
);

/** One change, and what no other change of the same round may also claim. */
export interface EditPlan {
  readonly splice: Splice;
  readonly claims: ReadonlyMap<object, string>;
}

/** Claimed by a change that bears no other one of the same thing. */
export const ANY = '';

/** The change that an edit asks for; undefined where nothing is to do. */
export function planEdit(target: Target, edit: KeyEdit): EditPlan | EditRefusal | undefined {
  const { path } = edit;
  if (!path.every(isWhole)) return refuse('unsupported', path, 'A part of the key is empty', 0);
  if (target.kind === 'no-map')
    return refuse('shape', path, 'The file holds no keys but one value', target.line);
  if (edit.kind === 'remove')
    return target.kind === 'empty' ? undefined : planRemove(target, target.section, path);
  if (target.kind === 'empty') {
    const splice = addToEmptyText(target.text, newKey(path, edit.value), target.layout);
    return { splice, claims: new Map([[target.layout, ANY]]) };
  }
  return planSet(target, target.section, edit);
}

/** Tells a refusal from a plan. */
export function isRefusal(plan: EditPlan | EditRefusal): plan is EditRefusal {
  return 'code' in plan;
}

interface Walk {
  /** The sections from the root to the last one on the way. */
  readonly sections: readonly Section[];
  readonly child: Section | Leaf | undefined;
  /** How many parts of the key were found, the child included. */
  readonly depth: number;
}

function walk(root: Section, names: readonly string[]): Walk {
  const sections = [root];
  let section = root;
  for (const [index, name] of names.entries()) {
    const child = section.children.get(name);
    if (child === undefined) return { sections, child, depth: index };
    if (child.kind === 'leaf' || index === names.length - 1) return { sections, child, depth: index + 1 };
    sections.push(child);
    section = child;
  }
  return { sections, child: undefined, depth: names.length };
}

function planSet(
  target: Target,
  root: Section,
  edit: KeyEdit & { readonly kind: 'set' },
): EditPlan | EditRefusal | undefined {
  const { path, value } = edit;
  const names = partsOf(path);
  const { sections, child, depth } = walk(root, names);
  if (child === undefined) return planAdd(target, sections, edit);
  if (depth === names.length) {
    if (child.kind === 'leaf') return planReplace(target, child.holder, edit);
    if (child.children.size > 0 || child.holder === undefined)
      return refuse('shape', path, 'The key is a section with keys of its own', child.origin.line);
    return isConfigMap(value) && value.size === 0 ? undefined : planReplace(target, child.holder, edit);
  }
  const empty = child.kind === 'leaf' && child.entry.value === null;
  if (!empty)
    return refuse('shape', path, 'A key above is no section', child.kind === 'leaf' ? child.entry.line : 0);
  const inner = newKey(restOf(path, depth), value);
  return planReplace(target, child.holder, { ...edit, value: new Map([[inner.name, inner.value]]) });
}

function planReplace(
  target: Target,
  holder: Holder,
  edit: KeyEdit & { readonly kind: 'set' },
): EditPlan | EditRefusal {
  if (holder.shared) return refuseShared(edit.path, holder);
  const splice = replaceValue(target.text, holder, { value: edit.value, layout: target.layout });
  return { splice, claims: new Map([[holder.pair, ANY]]) };
}

function planAdd(
  target: Target,
  sections: readonly Section[],
  edit: KeyEdit & { readonly kind: 'set' },
): EditPlan | EditRefusal {
  const { path, value } = edit;
  const written = sections.findLastIndex((section) => section.mapping !== undefined);
  const section = sections[written];
  if (section?.mapping === undefined) return refuse('unsupported', path, 'There is no place for the key', 0);
  if (section.holder?.shared === true) return refuseShared(path, section.holder);
  const implied = written < sections.length - 1;
  const rest = restOf(path, written);
  const key = implied ? { name: keyId(rest), value } : newKey(rest, value);
  const claims = new Map<object, string>([[section.mapping, `new ${key.name}`]]);
  if (section.mapping.pairs.length === 0) return planFirstKey(target, section, { path, key });
  const splice = addToMap(target.text, section.mapping, key, target.layout);
  if (splice === undefined)
    return refuse('unsupported', path, 'There is no line of its own for the key', section.origin.line);
  return { splice, claims };
}

/** The section is written `{}`. */
function planFirstKey(
  target: Target,
  section: Section,
  {
    path,
    key,
  }: { readonly path: KeyPath; readonly key: { readonly name: string; readonly value: ConfigValue } },
): EditPlan | EditRefusal {
  const value: ConfigValue = new Map([[key.name, key.value]]);
  const { holder, mapping } = section;
  const claims = new Map<object, string>([[holder?.pair ?? section, ANY]]);
  if (holder !== undefined)
    return { splice: replaceValue(target.text, holder, { value, layout: target.layout }), claims };
  const start = mapping?.start ?? 0;
  const end = mapping?.end ?? 0;
  if (target.text.slice(start, end) !== '{}')
    return refuse('unsupported', path, 'There is no place for the key', 0);
  const splice = addToEmptyText('', key, target.layout);
  return { splice: { start, end, text: splice.text.slice(0, -target.layout.lineBreak.length) }, claims };
}

function planRemove(target: Target, root: Section, path: KeyPath): EditPlan | EditRefusal | undefined {
  const names = partsOf(path);
  const { sections, child, depth } = walk(root, names);
  if (child === undefined || depth < names.length) return undefined;
  const holder = child.holder;
  if (holder === undefined)
    return refuse(
      'unsupported',
      path,
      'The key is spread over several lines with dots',
      child.kind === 'section' ? child.origin.line : 0,
    );
  if (holder.shared) return refuseShared(path, holder);
  const parent = sections.findLast((section) => section.mapping === holder.mapping);
  const splice = removeKey(target.text, holder, { parent: parent?.holder, layout: target.layout });
  if (splice === undefined)
    return refuse('unsupported', path, 'The key shares its line with something else', holder.pair.key.line);
  const isLast = holder.mapping.pairs.at(-1) === holder.pair;
  return { splice, claims: new Map([[holder.mapping, isLast ? ANY : String(holder.pair.start)]]) };
}

/** A key may start with a dot, which Bukkit passes over, but have no other empty part. */
function isWhole(segment: string): boolean {
  return segment !== '' && !segment.endsWith('.') && !segment.includes('..');
}

function partsOf(path: KeyPath): readonly string[] {
  return keyId(path)
    .split('.')
    .filter((part) => part !== '');
}

/** A path's parts below a number of parts of its id: as given where they fall together, else split at dots. */
function restOf(path: KeyPath, depth: number): KeyPath {
  let passed = 0;
  for (const [index, segment] of path.entries()) {
    if (passed === depth) return path.slice(index);
    passed += partsOf([segment]).length;
  }
  return partsOf(path).slice(depth);
}

function newKey(path: KeyPath, value: ConfigValue): { readonly name: string; readonly value: ConfigValue } {
  const [name = '', ...below] = path;
  const inner = below.reduceRight<ConfigValue>((nested, segment) => new Map([[segment, nested]]), value);
  return { name, value: inner };
}

function refuseShared(path: KeyPath, holder: Holder): EditRefusal {
  return refuse(
    'unsupported',
    path,
    'The value is shared by an anchor, an alias or a merge key',
    holder.pair.key.line,
  );
}

function refuse(code: EditRefusal['code'], path: KeyPath, message: string, line: number): EditRefusal {
  return { code, path, message, line };
}
