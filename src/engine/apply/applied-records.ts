import { desiredText } from '../../core/diff/fingerprint-text.ts';
import type { AppliedRecord, Fingerprint } from '../../core/model/applied-record.ts';
import type { InstancePath } from '../../core/model/instance.ts';
import type { FilePlan } from '../../core/model/plan.ts';

export interface RecordInput {
  readonly file: FilePlan;
  readonly before: AppliedRecord | undefined;
  readonly revision: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly fingerprintOf: (text: string) => Fingerprint;
}

/**
 * The record of a file once its plan is applied. Keys that were held keep what was recorded before; keys that Git no
 * longer owns are dropped.
 */
export function recordAfter(input: RecordInput): AppliedRecord {
  const held = new Set(input.file.held.map((key) => key.key.id));
  const keys = new Map<string, Fingerprint>();
  for (const key of input.file.file.keys) {
    const text = held.has(key.id) ? undefined : desiredText(key.id, key.value);
    const fingerprint = text === undefined ? input.before?.keys.get(key.id) : input.fingerprintOf(text);
    if (fingerprint !== undefined) keys.set(key.id, fingerprint);
  }
  return { revision: input.revision, at: input.at, keys };
}

/** Records as JSON for the journal and the backup manifest; they hold fingerprints, never values. */
export function recordsToJson(records: ReadonlyMap<InstancePath, AppliedRecord | undefined>): RecordsJson {
  return [...records].map(([path, record]) => [
    path,
    record === undefined ? null : { revision: record.revision, at: record.at, keys: [...record.keys] },
  ]);
}

export function recordsFromJson(json: RecordsJson): ReadonlyMap<InstancePath, AppliedRecord | undefined> {
  return new Map(
    json.map(([path, record]) => [
      path,
      record === null ? undefined : { revision: record.revision, at: record.at, keys: new Map(record.keys) },
    ]),
  );
}

export type RecordsJson = readonly (readonly [
  InstancePath,
  {
    readonly revision: string;
    readonly at: number;
    readonly keys: readonly (readonly [string, Fingerprint])[];
  } | null,
])[];
