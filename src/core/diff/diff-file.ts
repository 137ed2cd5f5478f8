import type { ConfigDocument } from '../formats/config-format.ts';
import type { AppliedRecord, Fingerprint } from '../model/applied-record.ts';
import { type ConfigValue, isConfigMap } from '../model/config-value.ts';
import type { FileDrift, KeyDrift, LiveValue, PreImage } from '../model/drift.ts';
import type { DesiredKey, ManagedFile } from '../model/managed-file.ts';
import { classifyKey } from './classify-key.ts';
import { hideSecret, type SecretKnowledge } from './hide-secret.ts';

/** What observing found at a managed path, read in the file's format. */
export type ObservedFile =
  | { readonly kind: 'read'; readonly document: ConfigDocument; readonly preImage: PreImage }
  | { readonly kind: 'missing' }
  | { readonly kind: 'plugin-missing' }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly line: number; readonly column: number };

/** Compares one file key by key. A file that can't be read is reported as such, never as equal or empty. */
export function diffFile(
  file: ManagedFile,
  observed: ObservedFile,
  applied: AppliedRecord | undefined,
  knowledge: SecretKnowledge,
): FileDrift {
  switch (observed.kind) {
    case 'plugin-missing':
      return { kind: 'plugin-missing', file };
    case 'unreadable':
      return {
        kind: 'unreadable',
        file,
        reason: observed.reason,
        line: observed.line,
        column: observed.column,
      };
    case 'missing':
      return {
        kind: 'missing',
        file,
        keys: diffKeys(file.keys, () => ABSENT, appliedTo(applied), knowledge),
      };
    case 'read': {
      const { document, preImage } = observed;
      const liveOf = (key: DesiredKey) => liveValueAt(document, key.id);
      const keys = diffKeys(file.keys, liveOf, appliedTo(applied), knowledge);
      if (!file.exact) return { kind: 'compared', file, preImage, keys };
      const surplus = surplusKeys(file, document);
      // Once the file is Git's, a key that it does not list was last applied as absent, so its return is drift.
      const asAbsent = (id: string) =>
        applied === undefined ? undefined : knowledge.fingerprintOf(`${id}\n-`);
      const all = [...keys, ...diffKeys(surplus, liveOf, asAbsent, knowledge)];
      return { kind: 'compared', file, preImage, keys: all };
    }
  }
}

const ABSENT: LiveValue = { kind: 'absent' };

function appliedTo(applied: AppliedRecord | undefined): (id: string) => Fingerprint | undefined {
  return (id) => applied?.keys.get(id);
}

function diffKeys(
  keys: readonly DesiredKey[],
  liveOf: (key: DesiredKey) => LiveValue,
  appliedOf: (id: string) => Fingerprint | undefined,
  knowledge: SecretKnowledge,
): readonly KeyDrift[] {
  const found: KeyDrift[] = [];
  for (const key of keys) {
    const live = liveOf(key);
    const applied = appliedOf(key.id);
    const verdict = classifyKey(key, live, applied, knowledge.fingerprintOf);
    if (verdict !== 'in-sync') found.push({ key, verdict, live: hideSecret(key, live, applied, knowledge) });
  }
  return found;
}

function liveValueAt(document: ConfigDocument, id: string): LiveValue {
  const entry = document.get(id);
  if (entry !== undefined) return { kind: 'value', value: entry.value, line: entry.line };
  return document.hasSection(id) ? { kind: 'section' } : ABSENT;
}

/** Keys of an exactly owned file which the live file has beyond the desired ones: each is to be absent. */
function surplusKeys(file: ManagedFile, document: ConfigDocument): readonly DesiredKey[] {
  const owned = new Set(file.keys.map((key) => key.id));
  const origin = file.keys[0]?.origin;
  if (origin === undefined) return [];
  const surplus: DesiredKey[] = [];
  for (const { id, path, value } of document.entries()) {
    if (!owned.has(id) && !isEmptySection(value))
      surplus.push({ id, path, value: { kind: 'absent' }, origin });
  }
  return surplus;
}

/** What is left of a section whose keys all went: it holds no key that could be surplus. */
function isEmptySection(value: ConfigValue): boolean {
  return isConfigMap(value) && value.size === 0;
}
