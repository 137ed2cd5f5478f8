import type { Fingerprint } from '../model/applied-record.ts';
import { equalValues } from '../model/config-value.ts';
import type { KeyVerdict, LiveValue } from '../model/drift.ts';
import type { DesiredKey, DesiredValue } from '../model/managed-file.ts';
import { desiredText, liveText, secretText } from './fingerprint-text.ts';

export type FingerprintOf = (text: string) => Fingerprint;

/** Three-way verdict on one key. `applied` is undefined for a key that homeamp never wrote or recorded. */
export function classifyKey(
  key: DesiredKey,
  live: LiveValue,
  applied: Fingerprint | undefined,
  fingerprintOf: FingerprintOf,
): KeyVerdict {
  const equal = liveEqualsDesired(key.value, live);
  if (applied === undefined) return equal ? 'converged' : 'unadopted';
  const desired = desiredText(key.id, key.value);
  const appliedIsDesired = desired !== undefined && fingerprintOf(desired) === applied;
  if (equal) return appliedIsDesired ? 'in-sync' : 'converged';
  if (isApplied(key.id, live, applied, fingerprintOf)) return 'pending';
  return appliedIsDesired ? 'drifted' : 'conflicting';
}

function isApplied(id: string, live: LiveValue, applied: Fingerprint, fingerprintOf: FingerprintOf): boolean {
  const present = liveText(id, live);
  if (present === undefined) return false;
  return fingerprintOf(present) === applied || wasSecret(id, live, applied, fingerprintOf);
}

/** True when a secret gave the value that is still in the file, whatever is desired now. */
export function wasSecret(
  id: string,
  live: LiveValue,
  applied: Fingerprint | undefined,
  fingerprintOf: FingerprintOf,
): boolean {
  return (
    applied !== undefined && live.kind === 'value' && fingerprintOf(secretText(id, live.value)) === applied
  );
}

/** True when the server would see just what is desired. An unresolved secret is never equal. */
function liveEqualsDesired(desired: DesiredValue, live: LiveValue): boolean {
  switch (desired.kind) {
    case 'absent':
      return live.kind === 'absent';
    case 'value':
      return live.kind === 'value' && equalValues(desired.value, live.value);
    case 'secret':
      return live.kind === 'value' && equalValues(desired.secret.reveal(), live.value);
    case 'unresolved':
      return false;
  }
}
