import { type ConfigValue, isConfigList, isConfigMap } from '../../model/config-value.ts';
import { parseTemplate } from '../../model/variable-reference.ts';

/** Changes every text in a value; the same value where none changes. */
export function mapTexts(value: ConfigValue, change: (text: string) => string): ConfigValue {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isConfigList(value)) {
    const items = value.map((item) => mapTexts(item, change));
    return items.every((item, at) => item === value[at]) ? value : items;
  }
  if (!isConfigMap(value)) return value;
  const entries = [...value].map(([key, item]) => [key, mapTexts(item, change)] as const);
  return entries.every(([key, item]) => item === value.get(key)) ? value : new Map(entries);
}

/** Names of the variables in a marked value. */
export function variablesOf(value: ConfigValue): readonly string[] {
  return partsOf(value).flatMap((part) => (part.kind === 'variable' ? [part.name] : []));
}

export function hasSecretReference(value: ConfigValue): boolean {
  return partsOf(value).some(({ kind }) => kind === 'secret');
}

function partsOf(value: ConfigValue): NonNullable<ReturnType<typeof parseTemplate>> {
  const texts: string[] = [];
  mapTexts(value, (text) => {
    texts.push(text);
    return text;
  });
  return texts.flatMap((text) => parseTemplate(text) ?? []);
}
