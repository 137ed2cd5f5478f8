import type { Baseline } from '../../model/baseline.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import { markReferences, showReferences } from '../../model/variable-reference.ts';
import { quoteName } from '../report-issue.ts';
import { editBaselineText } from './edit-baseline.ts';
import type { BlockRefusal } from './edit-block.ts';
import { lineBreakOf } from './fence-body.ts';
import type { BaselinePlan } from './plan-edits.ts';
import { readRawText } from './raw-text.ts';
import { BY_HAND, editsBehind, findWrong, movingEdits, readBaselineLayer } from './read-layer.ts';
import { type EditRefusal, type KeySourceEdit, type SourceEditResult, wantedValue } from './source-edit.ts';

interface Context {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly desired: DesiredState;
}

/** A baseline and its templates after the edits. */
export function editBaseline({ baseline, edits }: BaselinePlan, context: Context): SourceEditResult {
  const file = baseline.place.file;
  const raw = readRawText(context.files.get(file));
  if (raw === undefined)
    return refuseAll(edits, { message: `${quoteName(file)} is not UTF-8 text.`, help: BY_HAND });
  const templates = new Map<string, string>();
  const refusals: EditRefusal[] = [];
  let text = raw.text;
  const before = readBaselineLayer(file, raw.text, (name) => findTemplate(name, context.files));
  for (const [path, own] of byFile(movingEdits(edits, before))) {
    const template = templateOf(baseline, path);
    const result =
      template === undefined
        ? editBlocks(text, { baseline, path, edits: own })
        : editTemplate(template, { baseline, edits: own, ...context });
    if (result.kind === 'refused') refusals.push(...result.refusals);
    else if (template === undefined) text = result.text;
    else templates.set(template, result.text);
  }
  if (refusals.length > 0) return { kind: 'refused', refusals };
  const after = readBaselineLayer(file, text, (name) => findTemplate(name, context.files, templates));
  const wrong = findWrong(before, after, edits);
  if (wrong !== undefined) return refuseAll(editsBehind(edits, wrong), wrong);
  const changed = text === raw.text ? [] : [[file, raw.bom + text] as const];
  return { kind: 'edited', files: new Map([...changed, ...templates]) };
}

function byFile(edits: readonly KeySourceEdit[]): ReadonlyMap<string, readonly KeySourceEdit[]> {
  const groups = new Map<string, KeySourceEdit[]>();
  for (const edit of edits) groups.set(edit.file, [...(groups.get(edit.file) ?? []), edit]);
  return groups;
}

function refuseAll(
  edits: readonly KeySourceEdit[],
  { message, help }: Pick<EditRefusal, 'message' | 'help'>,
): Extract<SourceEditResult, { kind: 'refused' }> {
  return { kind: 'refused', refusals: edits.map((edit) => ({ edit, message, help, place: undefined })) };
}

type TextEdit =
  | { readonly kind: 'edited'; readonly text: string }
  | Extract<SourceEditResult, { kind: 'refused' }>;

function editBlocks(
  text: string,
  { baseline, path, edits }: BaselinePlan & { readonly path: string },
): TextEdit {
  const changes = edits.map((edit) => ({ path: edit.path, value: wantedValue(edit.change), edit }));
  const result = editBaselineText(text, baseline, { path, changes });
  if (result.kind === 'edited') return result;
  const place = baseline.files.find((file) => file.path === path)?.place;
  const toRefusal = ({ change, message }: BlockRefusal): readonly EditRefusal[] => {
    const edit = changes.find((known) => known === change)?.edit;
    return edit === undefined ? [] : [{ edit, message, help: BY_HAND, place }];
  };
  return { kind: 'refused', refusals: result.refusals.flatMap(toRefusal) };
}

/** The template's path in the repository; undefined for a file that has a block, or nothing yet. */
function templateOf(baseline: Baseline, path: string): string | undefined {
  const origin = baseline.files.find((file) => file.path === path)?.keys[0]?.place.file;
  return origin?.startsWith('templates/') === true ? origin : undefined;
}

function editTemplate(file: string, { edits, files, desired }: BaselinePlan & Context): TextEdit {
  const [edit] = edits.slice(-1);
  const value = edit === undefined ? undefined : wantedValue(edit.change);
  const old = readRawText(files.get(file));
  if (value?.kind !== 'value' || typeof value.value !== 'string' || old === undefined)
    return refuseAll(edits, {
      message: `${quoteName(file)} is the whole file, which is one text.`,
      help: BY_HAND,
    });
  const users = [...desired.baselines.values()].flatMap((baseline) =>
    baseline.files.filter(({ keys }) => keys[0]?.place.file === file),
  );
  if (users.length > 1) {
    const help = 'Give the file a template of its own first.';
    return refuseAll(edits, { message: `${quoteName(file)} is the template of several files.`, help });
  }
  const written = showReferences(value.value).replaceAll('\n', lineBreakOf(old.text));
  return { kind: 'edited', text: old.bom + written };
}

function findTemplate(
  name: string,
  files: ReadonlyMap<string, Uint8Array>,
  changed: ReadonlyMap<string, string> = new Map(),
): string | undefined {
  const file = `templates/${name}`;
  const text = changed.get(file) ?? (files.has(file) ? readRawText(files.get(file))?.text : undefined);
  return text === undefined ? undefined : markReferences(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'));
}
