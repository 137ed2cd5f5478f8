import type { SourceKey } from '../../../core/model/baseline.ts';
import { type ConfigValue, isConfigList, isConfigMap } from '../../../core/model/config-value.ts';
import type { DesiredState } from '../../../core/model/desired-state.ts';
import { parseInstancePath } from '../../../core/model/instance.ts';
import type { Issue, SourcePlace } from '../../../core/model/issue.ts';
import { keyId } from '../../../core/model/key-path.ts';
import { parseTemplate } from '../../../core/model/variable-reference.ts';
import { checkFleet } from '../../../core/render/check-fleet.ts';
import { assembleDesiredState } from '../../../core/source/assemble-desired-state.ts';
import type { DifferingKey } from './differing-key.ts';

interface PlacedKey {
  readonly plugin: string;
  readonly file: string;
  readonly key: SourceKey;
}

/**
 * The keys that a repository's errors are about: those that stand where an error is, and those that use the variable that
 * does. None when some error is about no key, since leaving keys out can't mend it.
 */
export function keysInError(files: ReadonlyMap<string, string>): readonly DifferingKey[] {
  const bytes = new Map([...files].map(([path, text]) => [path, new TextEncoder().encode(text)]));
  const { readable, issues } = assembleDesiredState({ files: bytes, workbooks: [] });
  if (readable === undefined) return [];
  const errors = [...issues, ...checkFleet(readable)].filter(({ severity }) => severity === 'error');
  const found = errors.map((issue) => keysOf(issue, readable));
  return found.some((keys) => keys.length === 0) ? [] : found.flat();
}

function keysOf(issue: Issue, state: DesiredState): readonly DifferingKey[] {
  const all = allKeys(state);
  const there = all.filter(({ key }) => isSameLine(key.place, issue.place));
  const names = state.variables.filter(({ place }) => isSameLine(place, issue.place)).map(({ name }) => name);
  const using = names.length === 0 ? [] : all.filter(({ key }) => names.some((name) => uses(key, name)));
  return [...there, ...using].flatMap(({ plugin, file, key }) => {
    const folder = state.baselines.get(plugin)?.folder ?? '.';
    const path = parseInstancePath(folder === '.' ? file : `${folder}/${file}`);
    return path === undefined
      ? []
      : [{ path, id: keyId(key.path), instance: undefined, reason: issue.message }];
  });
}

function allKeys({ baselines, overrides }: DesiredState): readonly PlacedKey[] {
  const own = [...baselines.values()].flatMap(({ plugin, files }) =>
    files.flatMap(({ path, keys }) => keys.map((key) => ({ plugin, file: path, key }))),
  );
  return [...own, ...overrides];
}

function isSameLine(a: SourcePlace, b: SourcePlace): boolean {
  return a.file === b.file && a.line === b.line;
}

function uses({ value }: SourceKey, name: string): boolean {
  return value.kind === 'value' && namesIn(value.value).includes(name);
}

function namesIn(value: ConfigValue): readonly string[] {
  if (typeof value === 'string')
    return (parseTemplate(value) ?? []).flatMap((part) => (part.kind === 'variable' ? [part.name] : []));
  if (isConfigList(value)) return value.flatMap(namesIn);
  return isConfigMap(value) ? [...value.values()].flatMap(namesIn) : [];
}
