import type { SourceKey } from '../../../core/model/baseline.ts';
import type { ShownValue } from '../../../core/model/cell-change.ts';
import type { ConfigValue } from '../../../core/model/config-value.ts';
import { keyId } from '../../../core/model/key-path.ts';
import { scopeId } from '../../../core/model/scopes-of.ts';
import { showReferences } from '../../../core/model/variable-reference.ts';
import type { FileMerge } from '../../../core/onramp/versions/merge-defaults.ts';
import type { MigrationStep } from '../../../core/onramp/versions/plan-migration.ts';
import { showValue } from '../../../core/onramp/workbook/show-value.ts';

/** What the repository says of a key, with its references as people write them and without secrets. */
export function showKey(id: string, value: SourceKey['value'] | undefined): ShownValue {
  const shown = showValue(id, value);
  return shown.kind === 'shown' ? { kind: 'shown', text: showReferences(shown.text) } : shown;
}

/** A value of a plugin's own file. */
export function showPlain(id: string, value: ConfigValue | undefined): ShownValue {
  return showKey(id, value === undefined ? undefined : { kind: 'value', value });
}

/** Steps as `--json` prints them. */
export function describeSteps(steps: readonly MigrationStep[]) {
  return steps.map(({ kind, layer, from, targets, value, place }) => ({
    kind,
    layer: layer.kind === 'baseline' ? 'baseline' : scopeId(layer),
    file: from.file,
    key: keyId(from.path),
    targets: targets.map(({ file, path }) => ({ file, key: keyId(path) })),
    value: showKey(keyId(from.path), value),
    place: { file: place.file, line: place.line },
  }));
}

/** One file's merge as `--json` prints it. */
export function describeMerge({ file, added, vanished, changed, removed, own, unchanged }: FileMerge) {
  return {
    file,
    added: added.map(({ id, value, isOwned }) => ({ key: id, value: showPlain(id, value), isOwned })),
    vanished: vanished.map(({ id, ours, probably }) => ({ key: id, ours: showKey(id, ours), probably })),
    changed: changed.map(({ id, before, after, ours, stands }) => ({
      key: id,
      before: showPlain(id, before),
      after: showPlain(id, after),
      ours: showKey(id, ours),
      stands,
    })),
    removed,
    own,
    unchanged,
  };
}

export type DescribedStep = ReturnType<typeof describeSteps>[number];
export type DescribedMerge = ReturnType<typeof describeMerge>;
