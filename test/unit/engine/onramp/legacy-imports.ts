import { expect } from 'vitest';
import type { WorkbookCell } from '../../../../src/core/model/workbook.ts';
import type { LegacyFindingKind } from '../../../../src/core/onramp/legacy/legacy-finding.ts';
import type { LegacyOptions } from '../../../../src/core/onramp/legacy/legacy-options.ts';
import { importLegacy, type LegacyImport } from '../../../../src/engine/onramp/legacy/import-legacy.ts';
import { type LegacySample, NO_OPTIONS, readLegacySample } from '../../../support/legacy-samples.ts';

export const HEADER = 'plugin_name,plugin_type,auto_update,update_source';

export async function importSample(
  sample: LegacySample,
  options: Partial<LegacyOptions> = {},
): Promise<LegacyImport> {
  return importLegacy(await readLegacySample(sample), { ...NO_OPTIONS, ...options });
}

export function subjectsOf({ findings }: LegacyImport, kind: LegacyFindingKind): readonly string[] {
  return findings.filter((finding) => finding.kind === kind).map(({ subject }) => subject);
}

export function countOf({ findings }: LegacyImport, kind: LegacyFindingKind): number {
  return findings.filter((finding) => finding.kind === kind).reduce((sum, { count }) => sum + count, 0);
}

export function expectBalance({ account, issues }: LegacyImport): void {
  for (const [of, { read, written, leftOut }] of Object.entries(account))
    expect({ of, sum: written + leftOut }).toEqual({ of, sum: read });
  expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
}

/** The same value on each of the servers. */
export function same(
  plugin: string,
  key: string,
  value: WorkbookCell,
  type: string,
  servers: readonly string[],
) {
  return servers.map((server) => [plugin, key, server, value, type]);
}

export const FOUR = ['SMP01', 'SMP02', 'SMP03', 'SMP04'] as const;
