import { type ConfigValue, isConfigList, isConfigMap } from '../model/config-value.ts';
import { parseTemplate, type TemplatePart } from '../model/variable-reference.ts';

/** A value taken apart once, so that rendering it for an instance only fills in what varies. */
export type CompiledValue =
  | { readonly kind: 'static'; readonly value: ConfigValue }
  | { readonly kind: 'text'; readonly parts: readonly TemplatePart[] }
  | { readonly kind: 'list'; readonly items: readonly CompiledValue[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, CompiledValue])[] };

/** Takes a value with marked references apart. Escaped references become plain text here. */
export function compileValue(value: ConfigValue): CompiledValue {
  if (typeof value === 'string') return compileText(value);
  if (typeof value !== 'object' || value === null) return { kind: 'static', value };
  if (isConfigList(value)) {
    const items = value.map(compileValue);
    if (items.every((item, index) => isSame(item, value[index]))) return { kind: 'static', value };
    return { kind: 'list', items };
  }
  if (!isConfigMap(value)) return { kind: 'static', value };
  const entries = [...value].map(([key, item]) => [key, compileValue(item)] as const);
  if (entries.every(([key, item]) => isSame(item, value.get(key)))) return { kind: 'static', value };
  return { kind: 'map', entries };
}

function isSame(item: CompiledValue, value: ConfigValue | undefined): boolean {
  return item.kind === 'static' && item.value === value;
}

function compileText(text: string): CompiledValue {
  const parts = parseTemplate(text);
  if (parts === undefined) return { kind: 'static', value: text };
  if (parts.some(({ kind }) => kind !== 'text')) return { kind: 'text', parts };
  return { kind: 'static', value: parts.map((part) => (part.kind === 'text' ? part.text : '')).join('') };
}

/** The names of variables that a value uses. */
export function variablesIn(value: CompiledValue): readonly string[] {
  switch (value.kind) {
    case 'static':
      return [];
    case 'text':
      return value.parts.flatMap((part) => (part.kind === 'variable' ? [part.name] : []));
    case 'list':
      return value.items.flatMap(variablesIn);
    case 'map':
      return value.entries.flatMap(([, item]) => variablesIn(item));
  }
}
