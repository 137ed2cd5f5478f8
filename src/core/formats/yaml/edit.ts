import { type ConfigValue, isConfigMap } from '../../model/config-value.ts';
import { type KeyPath, keyId } from '../../model/key-path.ts';
import type { EditRefusal, EditResult, KeyEdit } from '../config-format.ts';
import { buildSections } from './assemble.ts';
import { checkEdits } from './check-edits.ts';
import { buildDocument } from './document.ts';
import { detectLayout } from './layout.ts';
import type { YamlNode } from './nodes.ts';
import { ANY, isRefusal, planEdit, type Target } from './plan-edit.ts';
import { readTree } from './read-tree.ts';
import { applySplices, overlaps, type Splice } from './splice.ts';
import { YamlError } from './yaml-error.ts';

/**
 * Applies edits in rounds: those that touch different places go together, the others see the text that the first
 * ones left. At the end the text is read again, and refused if anything but the edited keys has changed.
 */
export function editYaml(text: string, edits: readonly KeyEdit[]): EditResult {
  if (edits.length === 0) return { kind: 'edited', text };
  try {
    const early = edits.flatMap((edit) => refuseValue(edit));
    return early.length > 0 ? { kind: 'refused', refusals: early } : editRounds(text, edits);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const refusals = edits.map(({ path }) => refusal('unreadable', path, error.message, error.line));
    return { kind: 'refused', refusals };
  }
}

function editRounds(text: string, edits: readonly KeyEdit[]): EditResult {
  const before = buildDocument(readTree(text));
  let current = text;
  let pending = edits;
  while (pending.length > 0) {
    const round = editOnce(current, pending);
    if (round.refusals.length > 0) return { kind: 'refused', refusals: round.refusals };
    current = round.text;
    pending = round.pending;
  }
  if (current === text) return { kind: 'edited', text };
  const wrong = checkResult(before, edits, current);
  return wrong.length === 0 ? { kind: 'edited', text: current } : { kind: 'refused', refusals: wrong };
}

interface Round {
  readonly text: string;
  readonly pending: readonly KeyEdit[];
  readonly refusals: readonly EditRefusal[];
}

/** Makes as many edits as can go together, but at least the first. */
function editOnce(text: string, edits: readonly KeyEdit[]): Round {
  const target = targetOf(text, readTree(text));
  const splices: Splice[] = [];
  const pending: KeyEdit[] = [];
  const refusals: EditRefusal[] = [];
  const claims = new Map<object, Set<string>>();
  for (const edit of edits) {
    const plan = planEdit(target, edit);
    if (plan === undefined) continue;
    if (isRefusal(plan)) refusals.push(plan);
    else if (!claim(claims, plan.claims) || splices.some((other) => overlaps(other, plan.splice)))
      pending.push(edit);
    else {
      splices.push(plan.splice);
      if (edit.kind === 'remove') pending.push(edit);
    }
  }
  return { text: applySplices(text, splices), pending, refusals };
}

/** False where an earlier edit of this round has changed what this one builds on. */
function claim(claims: Map<object, Set<string>>, wanted: ReadonlyMap<object, string>): boolean {
  for (const [owner, name] of wanted) {
    const names = claims.get(owner);
    if (names !== undefined && (name === ANY || names.has(name) || names.has(ANY))) return false;
  }
  for (const [owner, name] of wanted) {
    const names = claims.get(owner) ?? new Set<string>();
    claims.set(owner, names.add(name));
  }
  return true;
}

function targetOf(text: string, root: YamlNode | undefined): Target {
  const layout = detectLayout(text, root);
  if (root === undefined) return { text, layout, kind: 'empty' };
  if (root.kind !== 'mapping') return { text, layout, kind: 'no-map', line: root.line };
  return { text, layout, kind: 'map', section: buildSections(root).section };
}

function refuseValue(edit: KeyEdit): readonly EditRefusal[] {
  if (edit.kind === 'remove' || !isSectionValue(edit.value)) return [];
  return [refusal('unsupported', edit.path, 'A map with keys is a section: set its keys one by one', 0)];
}

function isSectionValue(value: ConfigValue): boolean {
  return isConfigMap(value) && value.size > 0 && !value.has('==');
}

function checkResult(
  before: ReturnType<typeof buildDocument>,
  edits: readonly KeyEdit[],
  text: string,
): readonly EditRefusal[] {
  const message = 'The key cannot be changed here without changing something else';
  const all = edits.map((edit) =>
    refusal('unsupported', edit.path, message, before.get(keyId(edit.path))?.line ?? 0),
  );
  try {
    return checkEdits(before, edits, buildDocument(readTree(text))) ? [] : all;
  } catch (error) {
    if (error instanceof YamlError) return all;
    throw error;
  }
}

function refusal(code: EditRefusal['code'], path: KeyPath, message: string, line: number): EditRefusal {
  return { code, path, message, line };
}
