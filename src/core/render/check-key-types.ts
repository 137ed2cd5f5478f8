import { type ConfigType, typeOf } from '../model/config-value.ts';
import type { Issue } from '../model/issue.ts';
import type { DesiredKey, InstanceRender, ManagedFile } from '../model/managed-file.ts';
import type { CompiledState } from './compile-desired-state.ts';
import { renderIssue } from './issue-codes.ts';

interface TypedKey {
  readonly file: ManagedFile;
  readonly id: string;
  readonly byType: Map<string, { count: number; readonly instance: string; readonly key: DesiredKey }>;
}

/** Keys whose values have different types on different instances, most often by a slip of the pen. */
export function checkKeyTypes(compiled: CompiledState, renders: readonly InstanceRender[]): readonly Issue[] {
  const typed = new Map<string, TypedKey>();
  for (const { instance, files } of renders) {
    for (const file of files) {
      if (file.format === 'properties') continue;
      const varying = varyingIds(compiled, file);
      if (varying.size === 0) continue;
      for (const key of file.keys)
        if (varying.has(key.id)) noteType(typed, { file, key, instance: instance.name });
    }
  }
  return [...typed.values()].flatMap(mixedTypes);
}

const NO_IDS: ReadonlySet<string> = new Set();

/** Ids that an instance may have a value of its own for. */
function varyingIds(compiled: CompiledState, file: ManagedFile): ReadonlySet<string> {
  const source = compiled.files.get(file.plugin)?.find(({ shared }) => shared.path === file.path);
  if (source === undefined || (source.isStatic && source.overrides.size === 0)) return NO_IDS;
  const ids = new Set<string>();
  for (const key of source.keys) if (key.shared === undefined) ids.add(key.id);
  for (const overrides of source.overrides.values()) for (const { id } of overrides) ids.add(id);
  return ids;
}

function noteType(
  typed: Map<string, TypedKey>,
  {
    file,
    key,
    instance,
  }: { readonly file: ManagedFile; readonly key: DesiredKey; readonly instance: string },
): void {
  const type = key.value.kind === 'value' ? comparableType(typeOf(key.value.value)) : undefined;
  if (type === undefined) return;
  const id = `${file.plugin}\n${file.path}\n${key.id}`;
  const entry = typed.get(id) ?? { file, id: key.id, byType: new Map() };
  typed.set(id, entry);
  const same = entry.byType.get(type);
  if (same === undefined) entry.byType.set(type, { count: 1, instance, key });
  else same.count += 1;
}

/** Null says nothing of a type, and the two kinds of number are one to the server. */
function comparableType(type: ConfigType): string | undefined {
  if (type === 'null') return undefined;
  return type === 'int' || type === 'float' ? 'number' : type;
}

function mixedTypes({ file, id, byType }: TypedKey): readonly Issue[] {
  if (byType.size < 2) return [];
  const [usual, ...odd] = [...byType].sort((a, b) => b[1].count - a[1].count);
  return odd.map(([type, { instance, key }]) =>
    renderIssue('mixed-types', key.origin.place, {
      message: `\`${id.slice(0, 80)}\` of ${file.plugin} is a ${type} on ${instance}, but a ${usual?.[0]} elsewhere.`,
      help: 'Write the value in the same type everywhere; look for missing or needless quotes.',
    }),
  );
}
