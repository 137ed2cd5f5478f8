import type { InstanceId } from '../model/instance.ts';
import type { DesiredKey, ManagedFile } from '../model/managed-file.ts';
import type { OriginReport, ValueReport } from './report.ts';
import { reportOrigin } from './report-changes.ts';
import { reportDesired } from './report-value.ts';

/** One plugin's keys across instances. The JSON of `parity`. */
export interface Parity {
  readonly plugin: string;
  readonly instances: readonly InstanceId[];
  readonly keys: readonly KeyParity[];
}

export interface KeyParity {
  readonly file: string;
  readonly key: string;
  /** True when desired or live values are not the same everywhere. */
  readonly differs: boolean;
  readonly values: readonly InstanceValue[];
}

export interface InstanceValue {
  readonly instance: InstanceId;
  readonly desired: ValueReport;
  readonly origin: OriginReport;
  /** Null where the instance was not looked at. */
  readonly live: ValueReport | null;
  readonly drifts: boolean;
}

/** One instance's files of the plugin, and what is live in them. */
export interface ParityInput {
  readonly instance: InstanceId;
  readonly files: readonly ManagedFile[];
  /** Undefined where nobody looked or the file could not be compared. */
  readonly liveOf: (file: ManagedFile, key: DesiredKey) => LiveParity | undefined;
}

export interface LiveParity {
  readonly value: ValueReport;
  readonly drifts: boolean;
}

/** Every key of the plugin, in the order in which the instances own them. */
export function compareInstances(plugin: string, inputs: readonly ParityInput[]): Parity {
  const rows = new Map<
    string,
    { readonly file: string; readonly key: string; readonly values: InstanceValue[] }
  >();
  for (const input of inputs) {
    for (const file of input.files) {
      for (const key of file.keys) {
        const id = `${file.path}\n${key.id}`;
        const row = rows.get(id) ?? { file: file.path, key: key.id, values: [] };
        row.values.push(instanceValue(input, file, key));
        rows.set(id, row);
      }
    }
  }
  return {
    plugin,
    instances: inputs.map((input) => input.instance),
    keys: [...rows.values()].map((row) => ({ ...row, differs: differs(row.values, inputs.length) })),
  };
}

function instanceValue(input: ParityInput, file: ManagedFile, key: DesiredKey): InstanceValue {
  const live = input.liveOf(file, key);
  return {
    instance: input.instance,
    desired: reportDesired(key),
    origin: reportOrigin(key.origin),
    live: live?.value ?? null,
    drifts: live?.drifts ?? false,
  };
}

function differs(values: readonly InstanceValue[], instances: number): boolean {
  const desired = new Set(values.map((value) => JSON.stringify(value.desired)));
  return desired.size > 1 || values.length < instances || values.some((value) => value.drifts);
}
