import { findReservedCharacter } from '../model/variable-reference.ts';
import type { ReportIssue } from './report-issue.ts';

const LARGEST_FILE_BYTES = 2 * 1024 * 1024;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** A repository file's text without byte order mark and with LF line ends; undefined, and reported, when it is none. */
export function decodeText(file: string, bytes: Uint8Array, report: ReportIssue): string | undefined {
  const place = { file, line: 0, column: 0 };
  if (bytes.length > LARGEST_FILE_BYTES) {
    report('file-too-large', place, `The file has ${bytes.length} bytes.`, 'Keep it below 2 MiB.');
    return undefined;
  }
  const text = decodeUtf8(bytes)?.replace(/\r\n?/g, '\n');
  if (text === undefined || text.includes('\0')) {
    report('not-text', place, 'The file is not UTF-8 text.', 'Save it as UTF-8, or remove it.');
    return undefined;
  }
  const reserved = findReservedCharacter(text);
  if (reserved === -1) return text;
  const before = text.slice(0, reserved);
  report(
    'reserved-character',
    { file, line: before.split('\n').length, column: reserved - before.lastIndexOf('\n') },
    'A character stands here that homeamp uses to mark variables.',
    'Remove the character.',
  );
  return undefined;
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}
