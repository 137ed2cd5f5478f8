import { type ConfigValue, equalValues, isConfigMap } from '../../model/config-value.ts';
import { keyId } from '../../model/key-path.ts';
import type { ConfigDocument, KeyEdit } from '../config-format.ts';

/** True where a document differs from the one before by the edits alone, empty sections aside. */
export function checkEdits(
  before: ConfigDocument,
  edits: readonly KeyEdit[],
  after: ConfigDocument,
): boolean {
  const expected = expectedValues(before, edits);
  let found = 0;
  for (const entry of after.entries()) {
    const value = expected.get(entry.id);
    if (value !== undefined) {
      if (!equalValues(value, entry.value)) return false;
      found++;
    } else if (!isEmptiedSection(before, entry.id, entry.value)) return false;
  }
  return found === expected.size;
}

function expectedValues(before: ConfigDocument, edits: readonly KeyEdit[]): ReadonlyMap<string, ConfigValue> {
  const expected = new Map<string, ConfigValue>();
  for (const entry of before.entries()) expected.set(entry.id, entry.value);
  for (const edit of edits) {
    const id = keyId(edit.path);
    if (edit.kind === 'remove') removeBelow(expected, before, id);
    else {
      for (let dot = id.indexOf('.'); dot >= 0; dot = id.indexOf('.', dot + 1))
        dropEmpty(expected, id.slice(0, dot));
      expected.set(id, edit.value);
    }
  }
  return expected;
}

function removeBelow(expected: Map<string, ConfigValue>, before: ConfigDocument, id: string): void {
  expected.delete(id);
  if (before.hasSection(id))
    for (const key of [...expected.keys()]) if (key.startsWith(`${id}.`)) expected.delete(key);
}

/** A key that was null or an empty map is a section once it has keys. */
function dropEmpty(expected: Map<string, ConfigValue>, id: string): void {
  const value = expected.get(id);
  if (value === null || (value !== undefined && isConfigMap(value) && value.size === 0)) expected.delete(id);
}

function isEmptiedSection(before: ConfigDocument, id: string, value: ConfigValue): boolean {
  return isConfigMap(value) && value.size === 0 && before.hasSection(id);
}
