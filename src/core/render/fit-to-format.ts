import type { ConfigValue } from '../model/config-value.ts';
import type { FormatName } from '../model/format-name.ts';
import type { DesiredKey } from '../model/managed-file.ts';
import { Secret } from '../model/secret.ts';

/**
 * The key as its file can hold it. Properties and plain text know nothing but text, so a number or a switch that came
 * from a variable or an override becomes the text that the server reads.
 */
export function fitToFormat(key: DesiredKey, format: FormatName): DesiredKey {
  if (format !== 'properties' && format !== 'text') return key;
  switch (key.value.kind) {
    case 'value': {
      const text = textOf(key.value.value);
      return text === key.value.value ? key : { ...key, value: { kind: 'value', value: text } };
    }
    case 'secret':
      return { ...key, value: { kind: 'secret', secret: new Secret(textOf(key.value.secret.reveal())) } };
    case 'absent':
    case 'unresolved':
      return key;
  }
}

/** Lists, maps and dates stay: there is no text for them, and writing refuses them. */
function textOf(value: ConfigValue): ConfigValue {
  switch (typeof value) {
    case 'boolean':
    case 'bigint':
    case 'number':
      return `${value}`;
    default:
      return value;
  }
}
