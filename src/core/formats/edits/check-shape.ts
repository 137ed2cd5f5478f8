import { type ConfigValue, isConfigMap } from '../../model/config-value.ts';
import { keyId } from '../../model/key-path.ts';
import type { ConfigDocument, EditRefusal, KeyEdit } from '../config-format.ts';

/** Refuses edits that would turn a section into a value or a value into a section. For formats with sections. */
export function shapeRefusals(document: ConfigDocument, edits: readonly KeyEdit[]): readonly EditRefusal[] {
  return edits.flatMap((edit) => {
    const refusal = shapeRefusal(document, edit);
    return refusal === undefined ? [] : [refusal];
  });
}

function shapeRefusal(document: ConfigDocument, edit: KeyEdit): EditRefusal | undefined {
  const { path } = edit;
  const id = keyId(path);
  if (document.hasSection(id)) {
    return { code: 'shape', path, message: 'this key is a section: name the keys in it', line: 0 };
  }
  const existing = document.get(id);
  // The whole file and a key without a name share the id ''.
  if (path.length === 0 ? existing?.path.length !== 0 : existing?.path.length === 0) {
    return {
      code: 'shape',
      path,
      message: 'the file as a whole and the keys in it exclude each other',
      line: 0,
    };
  }
  if (edit.kind === 'set' && isConfigMap(edit.value) && edit.value.size > 0) {
    const message = 'a map with keys is a section: set its keys one by one';
    return { code: 'unsupported', path, message, line: existing?.line ?? 0 };
  }
  if (existing !== undefined || edit.kind === 'remove') return undefined;
  for (let length = path.length - 1; length >= 0; length -= 1) {
    const parent = document.get(keyId(path.slice(0, length)));
    if (parent === undefined || isEmptyMap(parent.value)) continue;
    if (length === 0 && parent.path.length > 0) continue;
    const message = 'a key above this one holds a value, so it can have no keys below it';
    return { code: 'shape', path, message, line: parent.line };
  }
  return undefined;
}

function isEmptyMap(value: ConfigValue): boolean {
  return isConfigMap(value) && value.size === 0;
}
