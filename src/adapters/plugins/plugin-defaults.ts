import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MistakeError } from '../../core/model/errors.ts';
import { parseInstancePath } from '../../core/model/instance.ts';
import type { DefaultFile, DefaultFiles, PluginDefaults } from '../../ports/plugin-defaults.ts';

const MAX_MEBIBYTES = 4;
const MAX_FILE_BYTES = MAX_MEBIBYTES * 1024 * 1024;
const MAX_JAR_BYTES = 1024 * 1024 * 1024;

/** Reads whatever a person names on the command line. */
export const pluginDefaults: PluginDefaults = {
  async read(place, files) {
    const stats = statOf(place);
    if (stats.isDirectory()) return each('folder', files, (file) => readBelow(place, file));
    if (!stats.isFile()) throw unusable(place, 'it is neither a file nor a folder');
    if (!/\.(?:jar|zip)$/i.test(place)) return each('file', files, () => readPlain(place));
    if (stats.size > MAX_JAR_BYTES) throw unusable(place, 'it is larger than 1 GiB');
    return readJar(place, files);
  },
};

function statOf(place: string) {
  try {
    return statSync(place);
  } catch (error) {
    throw unusable(place, codeOf(error));
  }
}

function unusable(place: string, reason: string): MistakeError {
  return new MistakeError(
    `${place} can't be read: ${reason}`,
    "Name the plugin's jar, a copy of its folder, or one configuration file.",
  );
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error && 'code' in error)) throw error;
  return error.code === 'ENOENT' ? 'it is not there' : String(error.code);
}

function each(
  kind: DefaultFiles['kind'],
  files: readonly string[],
  read: (file: string) => DefaultFile,
): DefaultFiles {
  return { kind, files: new Map(files.map((file) => [file, read(file)])) };
}

/** Links are not followed: a copied folder may hold any. */
function readBelow(folder: string, file: string): DefaultFile {
  const safe = parseInstancePath(file);
  if (safe === undefined) return { kind: 'unreadable', reason: 'its path is not safe' };
  let path = folder;
  for (const segment of safe.split('/')) {
    path = join(path, segment);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return { kind: 'absent' };
    if (stats.isSymbolicLink()) return { kind: 'unreadable', reason: 'it is a symbolic link' };
  }
  return readPlain(path);
}

function readPlain(path: string): DefaultFile {
  try {
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(fd);
      if (!stats.isFile()) return { kind: 'unreadable', reason: 'it is no regular file' };
      if (stats.size > MAX_FILE_BYTES)
        return { kind: 'unreadable', reason: `it is larger than ${MAX_MEBIBYTES} MiB` };
      return { kind: 'read', bytes: readFileSync(fd) };
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    return { kind: 'unreadable', reason: codeOf(error) };
  }
}

async function readJar(place: string, files: readonly string[]): Promise<DefaultFiles> {
  const { readEntries } = await import('./read-entries.ts');
  const fd = openSync(place, constants.O_RDONLY);
  try {
    const wanted = { names: files, maxMebibytes: MAX_MEBIBYTES };
    const reading = await readEntries(fd, fstatSync(fd).size, wanted);
    if (reading.kind === 'unreadable') throw unusable(place, reading.reason);
    return each('jar', files, (file) => {
      const bytes = reading.entries.get(file);
      return bytes === undefined ? { kind: 'absent' } : { kind: 'read', bytes };
    });
  } finally {
    closeSync(fd);
  }
}
