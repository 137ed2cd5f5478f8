import type { InstanceId } from '../model/instance.ts';
import type { InstanceRender } from '../model/managed-file.ts';
import type { OriginReport, RevisionReport, ValueReport } from './report.ts';
import { reportOrigin } from './report-changes.ts';
import { reportDesired } from './report-value.ts';

/** What instances should look like. The JSON of `render`. */
export interface RenderReport {
  readonly revision: RevisionReport;
  readonly instances: readonly RenderedInstance[];
}

export interface RenderedInstance {
  readonly id: InstanceId;
  readonly files: readonly RenderedFile[];
}

interface RenderedFile {
  readonly plugin: string;
  readonly file: string;
  readonly format: string;
  /** True when keys that are not listed must be absent. */
  readonly exact: boolean;
  readonly keys: readonly RenderedKey[];
}

interface RenderedKey {
  readonly key: string;
  readonly value: ValueReport;
  readonly origin: OriginReport;
}

/** Of these plugins; without any, of all. */
export function reportRender(render: InstanceRender, plugins: readonly string[]): RenderedInstance {
  const files = render.files.filter((file) => plugins.length === 0 || plugins.includes(file.plugin));
  return {
    id: render.instance.id,
    files: files.map((file) => ({
      plugin: file.plugin,
      file: file.path,
      format: file.format,
      exact: file.exact,
      keys: file.keys.map((key) => ({
        key: key.id,
        value: reportDesired(key),
        origin: reportOrigin(key.origin),
      })),
    })),
  };
}
