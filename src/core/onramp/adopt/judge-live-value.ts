import { type ConfigValue, isConfigList, isConfigMap } from '../../model/config-value.ts';
import type { LiveValue } from '../../model/drift.ts';
import { findSecret } from '../../model/find-secret.ts';
import { findReservedCharacter } from '../../model/variable-reference.ts';
import type { LeftReason } from './edited-key.ts';
import { HIDDEN, type ReadValue, SECTION } from './read-reported-value.ts';

/** A live value as it was seen on this host. Secrets are never taken out of their wrapping. */
export function readLiveValue(live: LiveValue): ReadValue {
  switch (live.kind) {
    case 'absent':
      return { kind: 'absent' };
    case 'section':
      return { kind: 'left', why: SECTION };
    case 'secret':
      return { kind: 'left', why: HIDDEN };
    case 'value':
      return { kind: 'value', value: live.value };
  }
}

/** Why a value may not stand in the repository, whoever told it; undefined when it may. */
export function whyNotInGit(id: string, value: ConfigValue): LeftReason | undefined {
  const kind = findSecret(id, value);
  if (kind !== undefined) return { ...HIDDEN, message: `it holds ${kind} in clear` };
  return holdsReserved(value) ? UNWRITABLE : undefined;
}

function holdsReserved(value: ConfigValue): boolean {
  if (typeof value === 'string') return findReservedCharacter(value) !== -1;
  if (typeof value !== 'object' || value === null) return false;
  if (isConfigList(value)) return value.some(holdsReserved);
  return isConfigMap(value) && [...value].some(([name, item]) => holdsReserved(name) || holdsReserved(item));
}

const UNWRITABLE: LeftReason = {
  code: 'odd-characters',
  message: 'it holds characters that no text of the repository may hold',
  help: 'Look at the value on the server: nothing that people type has them.',
};
