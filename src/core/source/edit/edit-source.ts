import type { DesiredState } from '../../model/desired-state.ts';
import { editBaseline } from './edit-baseline-file.ts';
import { editScope } from './edit-scope-file.ts';
import { planEdits } from './plan-edits.ts';
import type { EditRefusal, SourceEdit, SourceEditResult } from './source-edit.ts';

/**
 * The files as they are after the edits: prose, comments, layout, line ends and byte order marks of all other lines
 * stay. All edits are made or none, and each file is read back to prove that it says what was asked and nothing else.
 * Whether names and variables exist is the caller's to check, by assembling the result.
 */
export function editSource(
  files: ReadonlyMap<string, Uint8Array>,
  desired: DesiredState,
  edits: readonly SourceEdit[],
): SourceEditResult {
  const { baselines, scopes, refusals } = planEdits(files, desired, edits);
  const changed = new Map<string, string>();
  const refused: EditRefusal[] = [...refusals];
  for (const result of [
    ...baselines.map((plan) => editBaseline(plan, { files, desired })),
    ...scopes.map((plan) => editScope(plan, files)),
  ]) {
    if (result.kind === 'refused') refused.push(...result.refusals);
    else for (const [file, text] of result.files) changed.set(file, text);
  }
  return refused.length > 0 ? { kind: 'refused', refusals: refused } : { kind: 'edited', files: changed };
}
