import { readFileSync, statSync } from 'node:fs';
import { MistakeError } from '../core/model/errors.ts';
import type { Workbook } from '../core/model/workbook.ts';
import type { CliContext } from './cli-context.ts';

const LARGEST_BYTES = 16 * 1024 * 1024;

/** The cells of a workbook on disk. Throws `MistakeError` where there is none, or none that can be read. */
export async function readWorkbookFile({ workbookFiles }: CliContext, path: string): Promise<Workbook> {
  const { workbook, issues } = await workbookFiles.read(path, readBounded(path));
  if (workbook !== undefined) return workbook;
  throw new MistakeError(`${path} can't be read`, 'See what is said about it.', issues);
}

function readBounded(path: string): Uint8Array {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true) throw unusable(path, 'is not there, or no file');
  if (stats.size > LARGEST_BYTES) throw unusable(path, 'is larger than 16 MiB');
  try {
    return readFileSync(path);
  } catch (error) {
    throw unusable(
      path,
      `can't be read (${error instanceof Error && 'code' in error ? error.code : 'unknown error'})`,
    );
  }
}

function unusable(path: string, why: string): MistakeError {
  return new MistakeError(`${path} ${why}`, 'Name an .xlsx file, such as one of `homeamp variables export`.');
}
