import type { ConfigValue } from '../model/config-value.ts';
import type { InstanceId } from '../model/instance.ts';
import type { DesiredKey, DesiredValue, ManagedFile, Origin } from '../model/managed-file.ts';
import type { ActivationReport, OriginReport, ValueReport } from './report.ts';
import { reportOrigin } from './report-changes.ts';
import { reportDesired, reportValue } from './report-value.ts';

/** Where a key's value comes from, layer by layer. The JSON of `explain`. */
export interface Explanation {
  readonly instance: InstanceId;
  readonly plugin: string;
  readonly file: string;
  readonly key: string;
  /** From the baseline to the narrowest layer; the last one wins. */
  readonly layers: readonly LayerReport[];
  readonly desired: ValueReport;
  readonly live: LiveReport;
  readonly activation: ActivationReport;
}

export interface LayerReport extends OriginReport {
  /** As somebody wrote it, with its variables. */
  readonly written: ValueReport;
  /** With variables filled in; null when one of them can't be. */
  readonly rendered: ValueReport | null;
  readonly wins: boolean;
}

export type LiveReport =
  | { readonly kind: 'not-looked-at'; readonly reason: string }
  | {
      readonly kind: 'compared';
      readonly verdict: string;
      readonly value: ValueReport;
      /** From 1; 0 where the key is not there. */
      readonly line: number;
    };

/** One layer's say; `written` is undefined for `!absent`. */
interface Layer {
  readonly origin: Origin;
  readonly written: ConfigValue | undefined;
  readonly rendered: DesiredValue | undefined;
  readonly wins: boolean;
}

export interface ExplanationInput {
  readonly instance: InstanceId;
  readonly file: ManagedFile;
  readonly key: DesiredKey;
  /** Of this file's key alone, widest first. */
  readonly layers: readonly Layer[];
  readonly live: LiveReport;
}

export function reportExplanation({ instance, file, key, layers, live }: ExplanationInput): Explanation {
  return {
    instance,
    plugin: file.plugin,
    file: file.path,
    key: key.id,
    layers: layers.map((layer) => reportLayer(key, layer)),
    desired: reportDesired(key),
    live,
    activation: activationOf(file),
  };
}

function reportLayer(key: DesiredKey, { origin, written, rendered, wins }: Layer): LayerReport {
  return {
    ...reportOrigin(origin),
    written: reportWritten(key, written),
    rendered: rendered === undefined ? null : reportDesired({ ...key, value: rendered }),
    wins,
  };
}

/** What is written may be shown even where it names a secret, unless the key itself is a credential. */
function reportWritten(key: DesiredKey, written: ConfigValue | undefined): ValueReport {
  return written === undefined ? { absent: true } : reportValue(key.id, written);
}

function activationOf({ path, activation }: ManagedFile): ActivationReport {
  return activation.reload === undefined
    ? { kind: 'restart', causes: [path] }
    : { kind: 'reload', commands: [activation.reload] };
}
