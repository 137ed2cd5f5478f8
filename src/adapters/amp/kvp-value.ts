import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

const MAX_BYTES = 1024 * 1024;

/** The value of the first of these keys that AMP's settings file sets; undefined when none is set or the file can't be read. */
export function readKvpValue(path: string, keys: readonly string[]): string | undefined {
  const lines = readText(path)?.split(/\r?\n/) ?? [];
  const values = new Map<string, string>();
  for (const line of lines) {
    const equals = line.indexOf('=');
    if (equals > 0 && !line.startsWith('#'))
      values.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
  }
  return keys.map((key) => values.get(key)).find((value) => value !== undefined && value !== '');
}

function readText(path: string): string | undefined {
  try {
    const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(fd);
      if (!stats.isFile() || stats.size > MAX_BYTES) return undefined;
      const bytes = Buffer.alloc(stats.size);
      return bytes.toString('utf8', 0, readSync(fd, bytes));
    } finally {
      closeSync(fd);
    }
  } catch {
    return undefined;
  }
}
