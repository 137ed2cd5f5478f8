import { readWorkbook } from '../../src/adapters/workbook/index.ts';
import type { Workbook, WorkbookCell } from '../../src/core/model/workbook.ts';
import type { LegacyData } from '../../src/core/onramp/legacy/legacy-data.ts';
import type { LegacyOptions } from '../../src/core/onramp/legacy/legacy-options.ts';
import { readLegacyFiles } from '../../src/engine/onramp/legacy/read-legacy-files.ts';

/** Old files in a few words: lines of baselines by plugin, rows of the workbook, and the matrix as text. */
export interface LegacySample {
  readonly listed?: Readonly<Record<string, readonly string[]>>;
  readonly fenced?: Readonly<Record<string, readonly string[]>>;
  /** Plugin, key, server, value, type. */
  readonly rows?: readonly (readonly WorkbookCell[])[];
  readonly matrix?: string;
  /** More sheets of the workbook. */
  readonly sheets?: Readonly<Record<string, readonly (readonly WorkbookCell[])[]>>;
}

export const NO_OPTIONS: LegacyOptions = { aliases: new Map(), hosts: new Map(), files: [], live: undefined };

const VALUES = ['Plugin', 'ConfigKey', 'Server', 'Value', 'ValueType'];

/** The files of a sample as bytes; its workbook is a file of its name whose cells the reader below knows. */
export function readLegacySample(sample: LegacySample): Promise<LegacyData> {
  const files = new Map<string, Uint8Array>();
  const add = (path: string, text: string) => files.set(path, Buffer.from(text));
  for (const [plugin, lines] of Object.entries(sample.listed ?? {}))
    add(`baselines/${plugin}.md`, listedText(plugin, lines));
  for (const [plugin, lines] of Object.entries(sample.fenced ?? {}))
    add(`baselines/${plugin}.md`, fencedText(plugin, lines));
  if (sample.matrix !== undefined) add('matrix.csv', sample.matrix);
  if (sample.rows !== undefined) add('values.xlsx', '');
  const sheets = { All: [VALUES, ...(sample.rows ?? [])], ...sample.sheets };
  const workbook: Workbook = {
    file: 'values.xlsx',
    sheets: Object.entries(sheets).map(([name, rows]) => ({ name, rows })),
  };
  const read = async () => ({ workbook, issues: [] });
  return readLegacyFiles(files, { read }, () => undefined);
}

/** Real files from a disk, by path. */
export function readLegacyBytes(files: ReadonlyMap<string, Uint8Array>): Promise<LegacyData> {
  return readLegacyFiles(files, { read: readWorkbook }, () => undefined);
}

export function listedText(plugin: string, lines: readonly string[]): string {
  const sentence =
    'These settings are **identical across all applicable Paper 1.21.8 servers** that use this plugin.';
  return [`# ${plugin} - Universal Configuration`, sentence, '## General', ...lines, ''].join('\r\n\r\n');
}

function fencedText(plugin: string, lines: readonly string[]): string {
  const head = [`# ${plugin} Universal Configuration`, '', '## Configuration Settings', '', '```yaml'];
  return [...head, ...lines, '```', ''].join('\r\n');
}
