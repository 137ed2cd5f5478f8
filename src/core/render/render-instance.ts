import type { Instance } from '../model/instance.ts';
import type { Issue } from '../model/issue.ts';
import type { DesiredKey, DesiredValue, InstanceRender, ManagedFile } from '../model/managed-file.ts';
import { scopeIdsOf } from '../model/scopes-of.ts';
import { Secret } from '../model/secret.ts';
import type { CompiledFile, CompiledKey, CompiledState } from './compile-desired-state.ts';
import { fitToFormat } from './fit-to-format.ts';
import { type FindSecret, instanceLookup } from './instance-variables.ts';
import { renderIssue } from './issue-codes.ts';
import { layerKeys } from './layer-keys.ts';
import {
  type Lookup,
  type MissingSecret,
  substituteVariables,
  type VariableProblem,
} from './substitute-variables.ts';

/**
 * What one instance should look like. Keys and files on which nothing varies are the same objects for all instances.
 * A key that fails is left out and reported: with errors among the issues the render must not be applied.
 */
export function renderInstance(
  compiled: CompiledState,
  instance: Instance,
  secrets: FindSecret,
): { readonly render: InstanceRender; readonly issues: readonly Issue[] } {
  const problems = new Map<string, VariableProblem>();
  const report = (problem: VariableProblem): void => {
    const { code, place, message } = problem;
    problems.set(JSON.stringify([code, place, message]), problem);
  };
  const context = {
    scopes: scopeIdsOf(instance),
    lookup: instanceLookup(compiled, instance, secrets),
    report,
  };
  const files: ManagedFile[] = [];
  const plugins = instance.managed ? compiled.desired.placements.get(instance.id) : undefined;
  for (const plugin of plugins ?? []) {
    for (const file of compiled.files.get(plugin) ?? []) files.push(renderFile(file, context));
  }
  const issues = [...problems.values()].map(({ code, place, ...text }) => renderIssue(code, place, text));
  return { render: { instance, files }, issues };
}

interface RenderContext {
  readonly scopes: readonly string[];
  readonly lookup: Lookup;
  readonly report: (problem: VariableProblem) => void;
}

function renderFile(file: CompiledFile, context: RenderContext): ManagedFile {
  const { keys, conflicts } = layerKeys(file, context.scopes);
  if (file.isStatic && keys === file.keys) return file.shared;
  for (const key of conflicts) context.report(conflictProblem(key));
  const rendered: DesiredKey[] = [];
  for (const key of keys) {
    const desired = key.shared ?? renderKey(key, context);
    if (desired !== undefined) rendered.push(fitToFormat(desired, file.shared.format));
  }
  return { ...file.shared, keys: rendered };
}

function renderKey(key: CompiledKey, { lookup, report }: RenderContext): DesiredKey | undefined {
  const value = renderValue(key, lookup);
  if (value.kind !== 'failed') return { id: key.id, path: key.path, value, origin: key.origin };
  report(value.problem);
  return undefined;
}

/** A key's value with variables and secrets filled in. */
export function renderValue(
  key: CompiledKey,
  lookup: Lookup,
): DesiredValue | { readonly kind: 'failed'; readonly problem: VariableProblem } {
  if (key.value === undefined) return { kind: 'absent' };
  const result = substituteVariables(key.value, key.origin.place, lookup);
  if (result.kind === 'failed') return result;
  const { value, hasSecrets, missingSecrets } = result;
  if (missingSecrets.length > 0) return unresolved(missingSecrets);
  return hasSecrets ? { kind: 'secret', secret: new Secret(value) } : { kind: 'value', value };
}

function unresolved(missing: readonly MissingSecret[]): DesiredValue {
  const secretNames = [...new Set(missing.map(({ name }) => name))];
  const told = missing.find(({ why }) => why !== undefined);
  return told === undefined
    ? { kind: 'unresolved', secretNames }
    : { kind: 'unresolved', secretNames, why: `${told.name} ${told.why}` };
}

function conflictProblem({ id, origin }: CompiledKey): VariableProblem {
  return {
    code: 'override-shape-conflict',
    place: origin.place,
    message: `The override \`${id.slice(0, 80)}\` meets a section or a value where the other is.`,
    help: 'Override the same keys that the baseline has, or make them absent first.',
  };
}
