import { diffFile } from '../../../src/core/diff/diff-file.ts';
import { formatByName } from '../../../src/core/formats/index.ts';
import { decodeText } from '../../../src/core/formats/text-encoding.ts';
import type { ConfigValue } from '../../../src/core/model/config-value.ts';
import type { FileDrift } from '../../../src/core/model/drift.ts';
import type { FormatName } from '../../../src/core/model/format-name.ts';
import { desiredKey, managedFile, plainFingerprint, want } from '../../support/model-samples.ts';

/** Compares a live file with wanted values, as a pass does that never applied anything. */
export function compare(
  format: FormatName,
  live: string | Uint8Array,
  wanted: Readonly<Record<string, ConfigValue>>,
): FileDrift {
  const keys = Object.entries(wanted).map(([id, value]) => desiredKey(id, want(value)));
  const file = managedFile(keys, { format });
  const bytes = typeof live === 'string' ? new TextEncoder().encode(live) : live;
  const decoded = decodeText(bytes, format);
  if (decoded.kind === 'undecodable') throw new Error(decoded.reason);
  const result = formatByName(format).read(decoded.text);
  const observed =
    result.kind === 'read'
      ? ({ kind: 'read', document: result.document, preImage: 'a'.repeat(64) } as const)
      : ({ kind: 'unreadable', reason: 'x', line: result.error.line, column: result.error.column } as const);
  return diffFile(file, observed, undefined, { fingerprintOf: plainFingerprint, secrets: [] });
}

/** The ids of the keys that differ. */
export function differing(
  format: FormatName,
  live: string | Uint8Array,
  wanted: Readonly<Record<string, ConfigValue>>,
): readonly string[] {
  const drift = compare(format, live, wanted);
  if (drift.kind !== 'compared') throw new Error(drift.kind);
  return drift.keys.filter(({ verdict }) => verdict !== 'converged').map(({ key }) => key.id);
}
