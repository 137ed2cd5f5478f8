import type { DesiredState, Scope } from '../../model/desired-state.ts';
import type { SourcePlace } from '../../model/issue.ts';
import { keyId } from '../../model/key-path.ts';
import { quoteName } from '../report-issue.ts';
import type { EditRefusal, KeySourceEdit, SourceEdit } from './source-edit.ts';

/** The scope that an edit is for; undefined for the baseline. */
export function scopeOf(edit: SourceEdit): Scope | undefined {
  if (edit.kind === 'variable') return edit.scope;
  return edit.layer.kind === 'baseline' ? undefined : edit.layer;
}

/** One text for each file of a plugin. */
export function fileId({ plugin, file }: Pick<KeySourceEdit, 'plugin' | 'file'>): string {
  return JSON.stringify([plugin, file]);
}

/**
 * Why an edit can't be made, as far as that is known before it is tried. `begun` = ids of files that get their first key
 * by the same edits.
 */
export function refuseEdit(
  edit: SourceEdit,
  desired: DesiredState,
  begun: ReadonlySet<string>,
): EditRefusal | undefined {
  const scope = scopeOf(edit);
  if (scope !== undefined && !isKnownScope(scope, desired)) {
    const message = `The fleet has no ${scope.kind} ${scope.kind === 'fleet' ? '' : quoteName(scope.name)}.`;
    return { edit, message, help: 'Use a name that fleet.yaml lists.', place: undefined };
  }
  const place = placeToday(edit, scope, desired);
  if (place?.sheet !== undefined) {
    const message = `The value stands in ${place.file}, sheet ${quoteName(place.sheet)}, cell ${place.cell ?? '?'}.`;
    return { edit, message, help: 'Change it in the workbook.', place };
  }
  if (edit.kind !== 'key') return undefined;
  return refuseKey(edit, place, { baselines: desired.baselines, begun });
}

function refuseKey(
  edit: KeySourceEdit,
  place: SourcePlace | undefined,
  { baselines, begun }: Pick<DesiredState, 'baselines'> & { readonly begun: ReadonlySet<string> },
): EditRefusal | undefined {
  const name = quoteName(edit.plugin);
  const baseline = baselines.get(edit.plugin);
  if (baseline === undefined) {
    const help = `Begin one in desired-state/baselines/${quoteName(edit.plugin).slice(1, -1)}.md.`;
    return { edit, message: `The plugin ${name} has no baseline.`, help, place };
  }
  const file = baseline.files.find(({ path }) => path === edit.file);
  if (edit.layer.kind !== 'baseline' && file === undefined && !begun.has(fileId(edit))) {
    const message = `The baseline of ${name} has no block for ${quoteName(edit.file)}.`;
    return { edit, message, help: 'Add the key to the baseline first.', place };
  }
  if (edit.change.kind === 'release' && place === undefined) {
    const message = `${quoteName(keyId(edit.path))} of ${name} is not set there.`;
    return { edit, message, help: 'Release it where it is set; `homeamp explain` shows the place.', place };
  }
  return undefined;
}

function isKnownScope(scope: Scope, { fleet }: DesiredState): boolean {
  switch (scope.kind) {
    case 'fleet':
      return true;
    case 'host':
      return fleet.hosts.has(scope.name);
    case 'group':
      return fleet.groups.includes(scope.name);
    case 'instance':
      return fleet.instances.has(scope.name);
  }
}

/** Where the layer says something of the key or variable today. */
function placeToday(
  edit: SourceEdit,
  scope: Scope | undefined,
  { baselines, overrides, variables }: DesiredState,
): SourcePlace | undefined {
  if (edit.kind === 'variable')
    return variables.find(({ name, scope: own }) => name === edit.name && isSameScope(own, scope))?.place;
  const id = keyId(edit.path);
  if (scope === undefined) {
    const file = baselines.get(edit.plugin)?.files.find(({ path }) => path === edit.file);
    return file?.keys.find(({ path }) => keyId(path) === id)?.place;
  }
  return overrides.find(
    ({ plugin, file, key, scope: own }) =>
      plugin === edit.plugin && file === edit.file && keyId(key.path) === id && isSameScope(own, scope),
  )?.key.place;
}

function isSameScope(a: Scope, b: Scope | undefined): boolean {
  if (b === undefined || a.kind !== b.kind) return false;
  return a.kind === 'fleet' || b.kind === 'fleet' || a.name === b.name;
}
