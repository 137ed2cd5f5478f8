import type { ConfigDocument, ConfigFormat, KeyEdit } from '../../src/core/formats/config-format.ts';
import type { ConfigValue } from '../../src/core/model/config-value.ts';
import { type KeyPath, keyId } from '../../src/core/model/key-path.ts';

/** The document of a text that must be readable. */
export function documentOf(format: ConfigFormat, text: string): ConfigDocument {
  const result = format.read(text);
  if (result.kind === 'unreadable') throw new Error(`unreadable: ${result.error.message}`);
  return result.document;
}

/** The text after edits that must not be refused. */
export function edited(format: ConfigFormat, text: string, edits: readonly KeyEdit[]): string {
  const result = format.edit(text, edits);
  if (result.kind === 'refused') {
    throw new Error(
      `refused: ${result.refusals.map(({ code, message }) => `${code}: ${message}`).join('; ')}`,
    );
  }
  return result.text;
}

export function valueAt(format: ConfigFormat, text: string, path: KeyPath): ConfigValue | undefined {
  return documentOf(format, text).get(keyId(path))?.value;
}
