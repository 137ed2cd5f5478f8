import { leavesOf } from '../../formats/edits/leaves.ts';
import { formatByName } from '../../formats/index.ts';
import { isConfigMap } from '../../model/config-value.ts';
import type { Scope } from '../../model/desired-state.ts';
import { keyId } from '../../model/key-path.ts';
import { markReferences } from '../../model/variable-reference.ts';
import { parseVariables } from '../parse-variables.ts';
import { prepareBlock } from '../prepare-block.ts';
import type { BlockChange } from './block-change.ts';
import type { TextResult } from './edit-baseline.ts';
import { editBlock } from './edit-block.ts';
import {
  isOfKey,
  type KeySourceEdit,
  type SourceEdit,
  type VariableSourceEdit,
  wantedValue,
} from './source-edit.ts';

/** A change of a variables file and the edit that it is for. */
interface FileChange extends BlockChange {
  readonly edit: SourceEdit;
}

export type VariablesResult =
  | { readonly kind: 'edited'; readonly text: string }
  | {
      readonly kind: 'refused';
      readonly refusals: readonly { readonly edit: SourceEdit; readonly message: string }[];
    };

/** Changes the text of one file below `variables/`, reasons included: a plugin without overrides has none. */
export function editVariablesText(text: string, scope: Scope, edits: readonly SourceEdit[]): VariablesResult {
  const changes = edits.flatMap((edit) =>
    edit.kind === 'variable' ? variableChanges(edit, text) : [overrideChange(edit)],
  );
  const result = editBlock('yaml', text, changes);
  if (result.kind === 'refused') {
    const refusals = result.refusals.flatMap(({ change, message }) => {
      const edit = changes.find((known) => known === change)?.edit;
      return edit === undefined ? [] : [{ edit, message }];
    });
    return { kind: 'refused', refusals };
  }
  const tidy = editReasons(result.text, scope, edits.filter(isOfKey));
  return tidy.kind === 'edited'
    ? tidy
    : {
        kind: 'refused',
        refusals: edits.map((edit) => ({ edit, message: tidy.refusals[0]?.message ?? '' })),
      };
}

function overrideChange(edit: KeySourceEdit): FileChange {
  const { plugin, file, path, change } = edit;
  return { edit, path: ['overrides', plugin, file, ...path], value: wantedValue(change) };
}

/** A variable that is a map is written key by key; what it held before and holds no more goes. */
function variableChanges(edit: VariableSourceEdit, text: string): readonly FileChange[] {
  const path = ['variables', edit.name];
  const value = wantedValue(edit.change);
  const map =
    value?.kind === 'value' && isConfigMap(value.value) && value.value.size > 0 ? value.value : undefined;
  if (map === undefined) return [{ edit, path, value }];
  const leaves = [...leavesOf(map, path)];
  const kept = new Set(leaves.map((leaf) => keyId(leaf.path)));
  const read = formatByName('yaml').read(prepareBlock('yaml', markReferences(text)));
  const old = read.kind === 'read' ? [...read.document.entries()] : [];
  return [
    ...leaves.map((leaf) => ({
      edit,
      path: leaf.path,
      value: { kind: 'value' as const, value: leaf.value },
    })),
    ...old
      .filter(({ id }) => id.startsWith(`${keyId(path)}.`) && !kept.has(id))
      .map((entry) => ({ edit, path: entry.path, value: undefined })),
  ];
}

function editReasons(text: string, scope: Scope, edits: readonly KeySourceEdit[]): TextResult {
  const { overrides } = parseVariables({ file: '', text, scope }, () => {});
  const read = formatByName('yaml').read(prepareBlock('yaml', markReferences(text)));
  const changes = new Map<string, BlockChange>();
  for (const { plugin, reason } of edits) {
    const path = ['reasons', plugin];
    const written = read.kind === 'read' && read.document.get(keyId(path)) !== undefined;
    const isUsed = overrides.some((override) => override.plugin === plugin);
    if (written && !isUsed) changes.set(plugin, { path, value: undefined });
    else if (!written && isUsed && reason !== undefined && reason.trim() !== '')
      changes.set(plugin, { path, value: { kind: 'value', value: reason } });
  }
  return changes.size === 0 ? { kind: 'edited', text } : editBlock('yaml', text, [...changes.values()]);
}
