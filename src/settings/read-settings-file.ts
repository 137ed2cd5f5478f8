import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { decodeText } from '../core/source/decode-text.ts';
import type { ReportSettingsIssue } from './issue-codes.ts';

const LARGEST_BYTES = 256 * 1024;
const WRITABLE_BY_OTHERS = 0o022;
const MODE = 0o7777;

/** The text of the settings file; undefined, and reported, when it can't be trusted or read. */
export function readSettingsFile(path: string, report: ReportSettingsIssue): string | undefined {
  const bytes = readBytes(path, report);
  return bytes === undefined ? undefined : decodeText(path, bytes, report);
}

function readBytes(path: string, report: ReportSettingsIssue): Uint8Array | undefined {
  const place = { file: path, line: 0, column: 0 };
  try {
    // Without blocking, so that a pipe in its place can't hang the agent.
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { mode, size, isFile } = describeFile(fd);
      if (!isFile) {
        report('no-settings', place, 'It is not a file.', 'Name a file with `--config`.');
      } else if (size > LARGEST_BYTES) {
        report('file-too-large', place, `The file has ${size} bytes.`, 'Keep it below 256 KiB.');
      } else if ((mode & WRITABLE_BY_OTHERS) !== 0) {
        const message = `Other users than its owner may write it (mode ${(mode & MODE).toString(8)}).`;
        report('settings-writable', place, message, `Run: chmod go-w ${path}`);
      } else return readFileSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    reportUnreadable(path, error, report);
  }
  return undefined;
}

function describeFile(fd: number) {
  const stats = fstatSync(fd);
  return { mode: stats.mode, size: stats.size, isFile: stats.isFile() };
}

function reportUnreadable(path: string, error: unknown, report: ReportSettingsIssue): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const isMissing = code === 'ENOENT';
  report(
    'no-settings',
    { file: path, line: 0, column: 0 },
    isMissing ? 'The file is not there.' : `The file can’t be read (${code}).`,
    isMissing
      ? 'Write it as docs/configuration.md shows, or name another with `--config`.'
      : 'Let the user that homeamp runs as read it.',
  );
}
