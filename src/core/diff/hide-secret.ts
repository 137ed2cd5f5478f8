import type { Fingerprint } from '../model/applied-record.ts';
import { type ConfigValue, isConfigList, isConfigMap } from '../model/config-value.ts';
import type { LiveValue } from '../model/drift.ts';
import { isSensitiveKey } from '../model/key-path.ts';
import type { DesiredKey } from '../model/managed-file.ts';
import { Secret } from '../model/secret.ts';
import { type FingerprintOf, wasSecret } from './classify-key.ts';

export interface SecretKnowledge {
  readonly fingerprintOf: FingerprintOf;
  /** The secrets of this host. */
  readonly secrets: readonly Secret<string>[];
}

/**
 * The live value in a form that can't be printed where it is, holds or was a secret: the desired value comes from one,
 * the key's name says so, a secret wrote the value that is still there, or one of this host's secrets stands in it.
 */
export function hideSecret(
  key: DesiredKey,
  live: LiveValue,
  applied: Fingerprint | undefined,
  knowledge: SecretKnowledge,
): LiveValue {
  if (live.kind !== 'value') return live;
  const hidden =
    key.value.kind === 'secret' ||
    key.value.kind === 'unresolved' ||
    isSensitiveKey(key.id) ||
    wasSecret(key.id, live, applied, knowledge.fingerprintOf) ||
    knowledge.secrets.some((secret) => holds(live.value, secret.reveal()));
  return hidden ? { kind: 'secret', secret: new Secret(live.value), line: live.line } : live;
}

// Shorter ones stand in too many values by chance.
const SHORTEST_TO_LOOK_FOR = 4;

function holds(value: ConfigValue, secret: string): boolean {
  if (secret.length < SHORTEST_TO_LOOK_FOR) return false;
  if (typeof value === 'string') return value.includes(secret);
  if (typeof value === 'bigint' || typeof value === 'number') return `${value}` === secret;
  if (value === null || typeof value === 'boolean') return false;
  if (isConfigList(value)) return value.some((item) => holds(item, secret));
  if (isConfigMap(value))
    return [...value].some(([name, item]) => name.includes(secret) || holds(item, secret));
  return false;
}
