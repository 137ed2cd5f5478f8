import type { DesiredState } from '../../../core/model/desired-state.ts';
import { MistakeError } from '../../../core/model/errors.ts';
import { keyId } from '../../../core/model/key-path.ts';
import type { AdoptionEdit } from '../../../core/onramp/adopt/adoption-edit.ts';
import {
  type EditedKey,
  type LeftKey,
  type LeftReason,
  leaveKey,
} from '../../../core/onramp/adopt/edited-key.ts';
import { editSource } from '../../../core/source/edit/edit-source.ts';
import type { SourceTree } from '../../../ports/source-repository.ts';
import type { WorkbookReader } from '../../../ports/workbook-reader.ts';
import { loadDesiredState } from '../../load-desired-state.ts';
import { memorySource } from '../memory-source.ts';
import { editText } from './propose-adoption.ts';

/** The repository that values are brought into. */
export interface RepositoryBase {
  readonly tree: SourceTree;
  readonly desired: DesiredState;
  readonly workbooks: WorkbookReader;
}

/** A key with the edit that was chosen for it. */
export interface ChosenKey {
  readonly key: EditedKey;
  readonly edit: AdoptionEdit;
}

/** Makes all edits that can be made without a mistake in the repository; the keys of the others are left. */
export function makeValidEdits(base: RepositoryBase, chosen: readonly ChosenKey[]): Promise<ValidEdits> {
  return makeValid(base, partTwoValues(chosen));
}

interface Parted {
  readonly kept: readonly ChosenKey[];
  readonly left: readonly LeftKey[];
}

/** Of several values for one line the first counts. */
function partTwoValues(chosen: readonly ChosenKey[]): Parted {
  const changes = new Map<string, string>();
  const isFirst = ({ edit }: ChosenKey): boolean => {
    const place = editPlace(edit);
    const text = editText(edit);
    const known = changes.get(place) ?? text;
    changes.set(place, known);
    return known === text;
  };
  const kept = chosen.filter(isFirst);
  const others = chosen.filter((choice) => !kept.includes(choice));
  return { kept, left: others.map(({ key }) => leaveKey(key, TWO_VALUES)) };
}

function editPlace(edit: AdoptionEdit): string {
  if (edit.kind === 'variable') return JSON.stringify([edit.scope, edit.name]);
  return JSON.stringify([edit.layer, edit.plugin, edit.file, keyId(edit.path)]);
}

interface MadeEdits extends Parted {
  readonly files: ReadonlyMap<string, string>;
}

interface ValidEdits extends MadeEdits {
  /** As the edited repository says it. */
  readonly desired: DesiredState;
}

/** Keys that can be looked at one by one, to find out which of them is a mistake. */
const MOST_ALONE = 60;

async function makeValid(base: RepositoryBase, parted: Parted): Promise<ValidEdits> {
  const made = makeEdits(base, parted.kept);
  const left = [...parted.left, ...made.left];
  const loaded = await loadEdited(base, made.files);
  if (!(loaded instanceof MistakeError)) return { ...made, left, desired: loaded };
  if (made.kept.length > MOST_ALONE) throw mistaken(loaded);
  const alone = await Promise.all(
    made.kept.map(async (choice) => ({ choice, why: await mistakeOf(base, choice) })),
  );
  const wrong = alone.flatMap(({ choice, why }) => (why === undefined ? [] : [leaveKey(choice.key, why)]));
  if (wrong.length === 0) throw mistaken(loaded);
  const kept = alone.flatMap(({ choice, why }) => (why === undefined ? [choice] : []));
  return makeValid(base, { kept, left: [...left, ...wrong] });
}

async function mistakeOf(base: RepositoryBase, choice: ChosenKey): Promise<LeftReason | undefined> {
  const loaded = await loadEdited(base, makeEdits(base, [choice]).files);
  if (!(loaded instanceof MistakeError)) return undefined;
  const issue = loaded.issues.find(({ severity }) => severity === 'error');
  const message = `the repository would have a mistake: ${issue?.message ?? loaded.message}`;
  return { code: 'would-be-mistake', message, help: issue?.help ?? loaded.next };
}

function mistaken({ issues }: MistakeError): MistakeError {
  return new MistakeError(
    'with these values the repository would have mistakes, so nothing is proposed',
    'Choose other layers with --layer, or leave keys out with --key.',
    issues,
  );
}

/** All but what is refused: whatever stands in a workbook, say, is left and the rest is made. */
function makeEdits(base: RepositoryBase, chosen: readonly ChosenKey[]): MadeEdits {
  if (chosen.length === 0) return { files: new Map(), kept: [], left: [] };
  const edits = uniqueEdits(chosen);
  const result = editSource(base.tree.files, base.desired, [...edits.values()]);
  if (result.kind === 'edited') return { files: result.files, kept: chosen, left: [] };
  const reasons = new Map<string, LeftReason>();
  for (const [text, edit] of edits) {
    const refusal = result.refusals.find((found) => found.edit === edit);
    if (refusal === undefined) continue;
    const { message, help } = refusal;
    reasons.set(text, { code: 'not-editable', message, help });
  }
  const open = chosen.filter(({ edit }) => !reasons.has(editText(edit)));
  if (open.length === chosen.length) throw new Error('an edit was refused that was not asked for');
  const refused = chosen.flatMap(({ key, edit }) => {
    const why = reasons.get(editText(edit));
    return why === undefined ? [] : [leaveKey(key, why)];
  });
  const rest = makeEdits(base, open);
  return { ...rest, left: [...refused, ...rest.left] };
}

/** By their texts; the first of equal ones. */
export function uniqueEdits(chosen: readonly ChosenKey[]): ReadonlyMap<string, AdoptionEdit> {
  const edits = new Map<string, AdoptionEdit>();
  for (const { edit } of chosen) if (!edits.has(editText(edit))) edits.set(editText(edit), edit);
  return edits;
}

/** What the edited repository says, or why it can't be used. */
async function loadEdited(
  { tree, desired, workbooks }: RepositoryBase,
  files: ReadonlyMap<string, string>,
): Promise<DesiredState | MistakeError> {
  if (files.size === 0) return desired;
  const source = memorySource(new Map<string, string | Uint8Array>([...tree.files, ...files]));
  try {
    return (await loadDesiredState({ source, workbooks, ref: undefined })).desired;
  } catch (failure) {
    if (failure instanceof MistakeError) return failure;
    throw failure;
  }
}

const TWO_VALUES: LeftReason = {
  code: 'two-values',
  message: 'another server has another value for the same line',
  help: 'Keep it for this server alone, with --instance and --layer instance.',
};
