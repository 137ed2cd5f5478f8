import { type ConfigValue, canonicalText } from '../model/config-value.ts';
import type { LiveValue } from '../model/drift.ts';
import type { DesiredValue } from '../model/managed-file.ts';

/**
 * The text whose keyed fingerprint stands for a key's desired value in an applied record; undefined where the value
 * is not known on this host. Equal values give equal texts.
 */
export function desiredText(id: string, value: DesiredValue): string | undefined {
  switch (value.kind) {
    case 'absent':
      return `${id}\n-`;
    case 'value':
      return `${id}\n${canonicalText(value.value)}`;
    case 'secret':
      return secretText(id, value.secret.reveal());
    case 'unresolved':
      return undefined;
  }
}

/** The text of a value that a secret gave, so that a record tells without the value that it was one. */
export function secretText(id: string, value: ConfigValue): string {
  return `*${id}\n${canonicalText(value)}`;
}

/** The same for a live value that is no secret. A section never equals a desired value. */
export function liveText(id: string, live: LiveValue): string | undefined {
  switch (live.kind) {
    case 'secret':
      return secretText(id, live.secret.reveal());
    case 'absent':
      return `${id}\n-`;
    case 'section':
      return undefined;
    case 'value':
      return `${id}\n${canonicalText(live.value)}`;
  }
}
