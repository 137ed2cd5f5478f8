import { readBoundedText } from './read-bounded-text.ts';

const MAX_BYTES = 1024 * 1024;

/** The value of the first of these keys that AMP's settings file sets; undefined when none is set or the file can't be read. */
export function readKvpValue(path: string, keys: readonly string[]): string | undefined {
  const read = readBoundedText(path, MAX_BYTES);
  const lines = read.kind === 'read' ? read.text.split(/\r?\n/) : [];
  const values = new Map<string, string>();
  for (const line of lines) {
    const equals = line.indexOf('=');
    if (equals > 0 && !line.startsWith('#'))
      values.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
  }
  return keys.map((key) => values.get(key)).find((value) => value !== undefined && value !== '');
}
