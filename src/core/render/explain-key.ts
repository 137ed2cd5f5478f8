import { type ConfigValue, mapTexts } from '../model/config-value.ts';
import type { Instance } from '../model/instance.ts';
import type { DesiredValue, Origin } from '../model/managed-file.ts';
import { scopeIdsOf } from '../model/scopes-of.ts';
import { showReferences } from '../model/variable-reference.ts';
import type { CompiledFile, CompiledKey, CompiledState } from './compile-desired-state.ts';
import { type FindSecret, instanceLookup } from './instance-variables.ts';
import { renderValue } from './render-instance.ts';

/** One layer's say about a key. */
export interface ExplainedLayer {
  /** Below the plugin's folder; a key may be in several files. */
  readonly file: string;
  readonly origin: Origin;
  /** As somebody wrote it; undefined for `!absent`. */
  readonly written: ConfigValue | undefined;
  /** With variables filled in; undefined when one of them can't be. Secrets hide themselves. */
  readonly rendered: DesiredValue | undefined;
  readonly wins: boolean;
}

/** Every layer that gives a plugin's key a value on an instance, widest first; the last of a file wins. */
export function explainKey(
  compiled: CompiledState,
  question: { readonly instance: Instance; readonly plugin: string; readonly keyId: string },
  secrets: FindSecret = () => undefined,
): readonly ExplainedLayer[] {
  const { instance, plugin, keyId } = question;
  const lookup = instanceLookup(compiled, instance, secrets);
  return (compiled.files.get(plugin) ?? []).flatMap((file) => {
    const layers = layersOf(file, scopeIdsOf(instance), keyId);
    return layers.map((key, index) => {
      const value = renderValue(key, lookup);
      return {
        file: file.source.path,
        origin: key.origin,
        written:
          key.source.value.kind === 'absent' ? undefined : mapTexts(key.source.value.value, showReferences),
        rendered: value.kind === 'failed' ? undefined : value,
        wins: index === layers.length - 1,
      };
    });
  });
}

function layersOf(file: CompiledFile, scopes: readonly string[], id: string): readonly CompiledKey[] {
  const own = file.byId.get(id);
  const overrides = scopes.flatMap((scope) =>
    (file.overrides.get(scope) ?? []).filter((key) => key.id === id),
  );
  return own === undefined ? overrides : [own, ...overrides];
}
