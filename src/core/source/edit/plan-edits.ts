import type { Baseline } from '../../model/baseline.ts';
import type { DesiredState, Scope } from '../../model/desired-state.ts';
import { scopeId } from '../../model/scopes-of.ts';
import { classifySourceFile } from '../classify-source-file.ts';
import { instanceFinder } from '../find-instance.ts';
import { scopeFile } from '../scope-file.ts';
import { editedId } from './read-layer.ts';
import { fileId, refuseEdit, scopeOf } from './refuse-edit.ts';
import { type EditRefusal, isOfKey, type KeySourceEdit, type SourceEdit } from './source-edit.ts';

export interface BaselinePlan {
  readonly baseline: Baseline;
  readonly edits: readonly KeySourceEdit[];
}

export interface ScopePlan {
  readonly scope: Scope;
  readonly file: string;
  readonly edits: readonly SourceEdit[];
}

export interface EditPlan {
  readonly baselines: readonly BaselinePlan[];
  readonly scopes: readonly ScopePlan[];
  readonly refusals: readonly EditRefusal[];
}

/** Sorts edits by the file that they belong to. Of several edits of one key the last counts. */
export function planEdits(
  files: ReadonlyMap<string, Uint8Array>,
  desired: DesiredState,
  edits: readonly SourceEdit[],
): EditPlan {
  const begun = begunFiles(edits);
  const refusals = edits.flatMap((edit) => refuseEdit(edit, desired, begun) ?? []);
  const refused = new Set(refusals.map(({ edit }) => edit));
  const groups = groupByLayer(edits.filter((edit) => !refused.has(edit)));
  return {
    refusals,
    baselines: [...desired.baselines.values()].flatMap((baseline) => {
      const own = groups.get(`baseline ${baseline.plugin}`) ?? [];
      return own.length === 0 ? [] : [{ baseline, edits: own.filter(isOfKey) }];
    }),
    scopes: [...groups.values()].flatMap((own) => {
      const scope = own[0] === undefined ? undefined : scopeOf(own[0]);
      return scope === undefined ? [] : [{ scope, file: findScopeFile(scope, files, desired), edits: own }];
    }),
  };
}

function groupByLayer(edits: readonly SourceEdit[]): ReadonlyMap<string, readonly SourceEdit[]> {
  const groups = new Map<string, Map<string, SourceEdit>>();
  for (const edit of edits) {
    const id = layerId(edit);
    groups.set(id, (groups.get(id) ?? new Map()).set(editedId(edit), edit));
  }
  return new Map([...groups].map(([id, own]) => [id, [...own.values()]]));
}

function layerId(edit: SourceEdit): string {
  const scope = scopeOf(edit);
  if (scope !== undefined) return scopeId(scope);
  return `baseline ${edit.kind === 'key' ? edit.plugin : ''}`;
}

/** Files of baselines that get a key, and so a block. */
function begunFiles(edits: readonly SourceEdit[]): ReadonlySet<string> {
  return new Set(
    edits.flatMap((edit) =>
      edit.kind === 'key' && edit.layer.kind === 'baseline' && edit.change.kind !== 'release'
        ? [fileId(edit)]
        : [],
    ),
  );
}

/** The scope's file: an instance's may also be called by an alias, or lie in its host's folder. */
function findScopeFile(
  scope: Scope,
  files: ReadonlyMap<string, Uint8Array>,
  { fleet }: DesiredState,
): string {
  const usual = scopeFile(scope, fleet.instances.values());
  if (scope.kind !== 'instance' || files.has(usual)) return usual;
  const find = instanceFinder(fleet.instances, () => {});
  for (const file of files.keys()) {
    const role = file.startsWith(ROOT) ? classifySourceFile(file.slice(ROOT.length)) : undefined;
    if (role?.kind !== 'variables' || role.scope !== 'instances') continue;
    if (find(role.name, { file, line: 0, column: 0 })?.id === scope.name) return file;
  }
  return usual;
}

const ROOT = 'desired-state/';
