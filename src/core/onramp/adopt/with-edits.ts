import type { Baseline, BaselineFile, SourceKey } from '../../model/baseline.ts';
import type { DesiredState, Override, Scope, VariableDefinition } from '../../model/desired-state.ts';
import { keyId } from '../../model/key-path.ts';
import { type AdoptionEdit, isSameLayer } from './adoption-edit.ts';

const NOWHERE = { file: '', line: 0, column: 0 };

/** What the repository would say after these edits, without changing a text. Two edits of one thing must not differ. */
export function withEdits(desired: DesiredState, edits: readonly AdoptionEdit[]): DesiredState {
  return edits.reduce(withEdit, desired);
}

function withEdit(desired: DesiredState, edit: AdoptionEdit): DesiredState {
  if (edit.kind === 'variable') return { ...desired, variables: withVariable(desired.variables, edit) };
  const { layer } = edit;
  if (layer.kind !== 'baseline')
    return { ...desired, overrides: withOverride(desired.overrides, edit, layer) };
  const baseline = desired.baselines.get(edit.plugin);
  if (baseline === undefined) return desired;
  const files = baseline.files.map((file) => (file.path === edit.file ? withKey(file, edit) : file));
  const edited: Baseline = { ...baseline, files };
  return { ...desired, baselines: new Map([...desired.baselines, [edit.plugin, edited]]) };
}

type EditOfKey = Extract<AdoptionEdit, { kind: 'key' }>;

function withVariable(
  variables: readonly VariableDefinition[],
  { name, scope, change }: Extract<AdoptionEdit, { kind: 'variable' }>,
): readonly VariableDefinition[] {
  const others = variables.filter((known) => known.name !== name || !isSameLayer(known.scope, scope));
  return [...others, { name, scope, value: change.value, place: NOWHERE }];
}

function withOverride(overrides: readonly Override[], edit: EditOfKey, scope: Scope): readonly Override[] {
  const { plugin, file, path } = edit;
  const id = keyId(path);
  const others = overrides.filter(
    (known) =>
      known.plugin !== plugin ||
      known.file !== file ||
      keyId(known.key.path) !== id ||
      !isSameLayer(known.scope, scope),
  );
  const key = keyAfter(edit);
  return key === undefined ? others : [...others, { scope, plugin, file, key, reason: edit.reason }];
}

function withKey(file: BaselineFile, edit: EditOfKey): BaselineFile {
  const id = keyId(edit.path);
  const key = keyAfter(edit);
  const at = file.keys.findIndex(({ path }) => keyId(path) === id);
  if (key === undefined) return { ...file, keys: file.keys.filter((_, index) => index !== at) };
  return { ...file, keys: at === -1 ? [...file.keys, key] : file.keys.with(at, key) };
}

function keyAfter({ path, change }: EditOfKey): SourceKey | undefined {
  switch (change.kind) {
    case 'set':
      return { path, value: { kind: 'value', value: change.value }, place: NOWHERE };
    case 'absent':
      return { path, value: { kind: 'absent' }, place: NOWHERE };
    case 'release':
      return undefined;
  }
}
