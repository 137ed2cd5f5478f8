import type { ConfigDocument } from '../../../core/formats/config-format.ts';
import { formatByName } from '../../../core/formats/index.ts';
import { decodeText } from '../../../core/formats/text-encoding.ts';
import type { Baseline, BaselineFile } from '../../../core/model/baseline.ts';
import { MistakeError } from '../../../core/model/errors.ts';
import { keyId } from '../../../core/model/key-path.ts';
import { type FileMerge, mergeDefaults } from '../../../core/onramp/versions/merge-defaults.ts';
import type { DefaultFiles, PluginDefaults } from '../../../ports/plugin-defaults.ts';
import type { VersionBase } from './version-base.ts';

export interface MergeRequest {
  readonly plugin: string;
  /** A jar, a folder or a file each. */
  readonly old: string;
  readonly new: string;
  /** Below the baseline's folder; undefined = every file that the baseline owns keys of. */
  readonly file: string | undefined;
}

/** Old default, new default and the baseline of a plugin, file by file. Throws `MistakeError` for what can't be compared. */
export async function mergePlugin(
  { desired }: Pick<VersionBase, 'desired'>,
  defaults: PluginDefaults,
  request: MergeRequest,
): Promise<readonly FileMerge[]> {
  const files = chooseFiles(baselineOf(desired, request.plugin), request.file);
  const paths = files.map(({ path }) => path);
  const old = await readDefaults(defaults, request.old, paths);
  const now = await readDefaults(defaults, request.new, paths);
  const found = files.filter(({ path }) => isRead(old, path) || isRead(now, path));
  if (found.length === 0) {
    throw new MistakeError(
      `neither ${request.old} nor ${request.new} holds ${paths.join(', ')}`,
      'Some plugins make their files when they start: name a copy of the plugin’s folder from a test server.',
    );
  }
  return found.map((file) => {
    const owned = new Map(file.keys.map((key) => [keyId(key.path), key.value]));
    return mergeDefaults({
      file: file.path,
      old: documentOf(old, request.old, file),
      new: documentOf(now, request.new, file),
      owned,
    });
  });
}

/** Throws `MistakeError` for a plugin without a baseline. */
export function baselineOf(desired: VersionBase['desired'], plugin: string): Baseline {
  const baseline = desired.baselines.get(plugin);
  if (baseline !== undefined) return baseline;
  throw new MistakeError(`${plugin} has no baseline`, 'Name a plugin as its row in deployment-matrix.csv.');
}

function chooseFiles({ plugin, files }: Baseline, wanted: string | undefined): readonly BaselineFile[] {
  const withKeys = files.filter(({ format }) => format !== 'text');
  const chosen = wanted === undefined ? withKeys : withKeys.filter(({ path }) => path === wanted);
  if (chosen.length > 0) return chosen;
  const known = withKeys.map(({ path }) => path).join(', ');
  throw new MistakeError(
    wanted === undefined
      ? `the baseline of ${plugin} has no file with keys`
      : `the baseline of ${plugin} has no keys in ${wanted}`,
    known === '' ? 'Whole files are compared with `diff`.' : `Name one of ${known} with --file.`,
  );
}

async function readDefaults(
  defaults: PluginDefaults,
  place: string,
  files: readonly string[],
): Promise<DefaultFiles> {
  const read = await defaults.read(place, files);
  if (read.kind !== 'file' || files.length === 1) return read;
  throw new MistakeError(
    `it is not known which file of the plugin ${place} is`,
    `Say it with --file: ${files.join(', ')}.`,
  );
}

function isRead({ files }: DefaultFiles, path: string): boolean {
  return files.get(path)?.kind !== 'absent';
}

/** Undefined where the version has no such file. */
export function documentOf(
  { files }: DefaultFiles,
  place: string,
  { path, format }: Pick<BaselineFile, 'path' | 'format'>,
): ConfigDocument | undefined {
  const found = files.get(path);
  if (found === undefined || found.kind === 'absent') return undefined;
  if (found.kind === 'unreadable') throw unreadable(place, path, found.reason);
  const decoded = decodeText(found.bytes, format);
  if (decoded.kind === 'undecodable') throw unreadable(place, path, decoded.reason);
  const read = formatByName(format).read(decoded.text);
  if (read.kind === 'read') return read.document;
  throw unreadable(place, path, `line ${read.error.line}: ${read.error.message}`);
}

function unreadable(place: string, path: string, reason: string): MistakeError {
  return new MistakeError(
    `${path} in ${place} can't be read: ${reason}`,
    'Name another copy of it, or leave the file out with --file.',
  );
}
