import type { ConfigFormat, EditRefusal, KeyEdit } from '../formats/config-format.ts';
import { keyId } from '../model/key-path.ts';
import type { DesiredKey } from '../model/managed-file.ts';
import type { HeldKey, KeyChange } from '../model/plan.ts';

export interface EditedFile {
  readonly text: string;
  readonly changes: readonly KeyChange[];
  /** Changes that the file's own shape does not allow, with the reason. */
  readonly refused: readonly HeldKey[];
}

/**
 * The text with the changes made. Changes which the format refuses are taken out and the rest is made without them.
 * Planning and applying both use this, so that what was shown is what is written.
 */
export function editFile(format: ConfigFormat, text: string, changes: readonly KeyChange[]): EditedFile {
  const refused: HeldKey[] = [];
  let rest = changes;
  while (rest.length > 0) {
    const result = format.edit(
      text,
      rest.map((change) => editOf(change.key)),
    );
    if (result.kind === 'edited') return { text: result.text, changes: rest, refused };
    const reasons = reasonsByKey(result.refusals);
    const kept = rest.filter((change) => !reasons.has(change.key.id));
    const named = kept.length < rest.length;
    for (const change of rest) {
      const reason = reasons.get(change.key.id) ?? (named ? undefined : result.refusals[0]?.message);
      if (reason !== undefined) refused.push({ ...change, reason: 'not-editable', detail: reason });
    }
    rest = named ? kept : [];
  }
  return { text, changes: [], refused };
}

function editOf(key: DesiredKey): KeyEdit {
  switch (key.value.kind) {
    case 'absent':
      return { kind: 'remove', path: key.path };
    case 'value':
      return { kind: 'set', path: key.path, value: key.value.value };
    case 'secret':
      return { kind: 'set', path: key.path, value: key.value.secret.reveal() };
    case 'unresolved':
      throw new TypeError(`the key ${key.id} has no value on this host and must not be planned`);
  }
}

function reasonsByKey(refusals: readonly EditRefusal[]): ReadonlyMap<string, string> {
  return new Map(refusals.map((refusal) => [keyId(refusal.path), refusal.message]));
}
