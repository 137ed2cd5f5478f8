import type { ConfigEntry, ReadResult } from '../../../core/formats/config-format.ts';
import { formatByName } from '../../../core/formats/index.ts';
import { createSiblingReader } from '../../../core/formats/sibling-reader.ts';
import { decodeText } from '../../../core/formats/text-encoding.ts';
import { equalValues, isConfigMap } from '../../../core/model/config-value.ts';
import type { FormatName } from '../../../core/model/format-name.ts';
import { languagesNamedIn } from '../../../core/onramp/collect/choose-languages.ts';
import { classifyContent } from '../../../core/onramp/collect/classify-content.ts';
import { commentAbove } from '../../../core/onramp/collect/comment-above.ts';
import type { LeaveReason } from '../../../core/onramp/collect/leave-reason.ts';
import type { SeenKey } from '../../../core/onramp/seen-fleet.ts';
import { sha256 } from '../../digest.ts';

/** What a file's text says. Equal files of one family share one reading, and equal keys one object. */
export type SettingsReading =
  | {
      readonly kind: 'read';
      readonly keys: readonly SeenKey[];
      /** Why its content is no configuration, whatever its name says. */
      readonly reason: LeaveReason | undefined;
      /** As `reason`, when its name speaks of data already. */
      readonly reasonIfDoubtful: LeaveReason | undefined;
      readonly languages: readonly string[];
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads the same file of many instances: what they have in common is kept once. */
export interface SettingsFamily {
  readonly read: (bytes: Uint8Array) => SettingsReading;
}

export function createSettingsFamily(format: FormatName): SettingsFamily {
  const reader = createSiblingReader(formatByName(format));
  const readings = new Map<string, SettingsReading>();
  const known = new Map<string, SeenKey[]>();
  return {
    read(bytes) {
      const digest = sha256(bytes);
      const before = readings.get(digest);
      if (before !== undefined) return before;
      const decoded = decodeText(bytes, format);
      const reading: SettingsReading =
        decoded.kind === 'undecodable'
          ? { kind: 'unreadable', reason: decoded.reason }
          : toReading(reader.read(decoded.text), decoded.text, known);
      readings.set(digest, reading);
      return reading;
    },
  };
}

function toReading(result: ReadResult, text: string, known: Map<string, SeenKey[]>): SettingsReading {
  if (result.kind === 'unreadable') {
    const { line, column, message } = result.error;
    return { kind: 'unreadable', reason: `line ${line}, column ${column}: ${message}` };
  }
  const entries = [...result.document.entries()].filter(({ value }) => !isEmptySection(value));
  let lines: readonly string[] | undefined;
  const linesOf = () => {
    lines ??= text.split(/\r\n|\r|\n/);
    return lines;
  };
  const isText = entries.length === 1 && entries[0]?.path.length === 0;
  return {
    kind: 'read',
    keys: entries.map((entry) => internKey(entry, linesOf, known)),
    reason: isText ? 'no-settings' : classifyContent(entries, false),
    reasonIfDoubtful: classifyContent(entries, true),
    languages: languagesNamedIn(entries),
  };
}

/** A section without keys says nothing, and would be in the way of keys that another instance has in it. */
function isEmptySection(value: ConfigEntry['value']): boolean {
  return isConfigMap(value) && value.size === 0;
}

function internKey(
  { id, path, value, line }: ConfigEntry,
  lines: () => readonly string[],
  known: Map<string, SeenKey[]>,
): SeenKey {
  const alike = known.get(id) ?? [];
  const same = alike.find((key) => equalValues(key.value, value));
  if (same !== undefined) return same;
  const comment = alike.length === 0 ? commentAbove(lines(), line) : alike[0]?.comment;
  const key: SeenKey = { id, path, value, ...(comment === undefined ? {} : { comment }) };
  alike.push(key);
  known.set(id, alike);
  return key;
}
