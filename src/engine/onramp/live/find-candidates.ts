import { MistakeError } from '../../../core/model/errors.ts';
import type { InstalledJar } from '../../../core/model/installed-plugin.ts';
import { type InstancePath, parseInstancePath } from '../../../core/model/instance.ts';
import type { SeenPlugin } from '../../../core/onramp/seen-fleet.ts';
import { listJars } from '../../plugins/list-jars.ts';
import { type Candidate, type CandidateSearch, notLookedInto } from './candidate.ts';
import { findPluginFiles } from './find-plugin-files.ts';
import { findServerFiles } from './find-server-files.ts';
import { matchFolders } from './match-folders.ts';

interface FoundCandidates {
  readonly plugins: readonly SeenPlugin[];
  readonly candidates: readonly Candidate[];
}

/** Looks at the names of an instance's files: which plugins it has, and what may be their and the server's settings. */
export async function findCandidates(search: CandidateSearch): Promise<FoundCandidates> {
  const own = findServerFiles(search, listSafely(search, '.'));
  const names = listSafely(search, 'plugins' as InstancePath);
  const jars: readonly InstalledJar[] = names.length === 0 ? [] : await listJars(search.host, search.root);
  const folders = names.filter((name) => !FILE_NAME.test(name) && isFolder(search, `plugins/${name}`));
  const matched = matchFolders(search.platform, jars, folders);
  for (const guess of matched.guesses) search.note(guess);
  const below = [...matched.pluginOf].flatMap(([folder, plugin]) => findPluginFiles(search, plugin, folder));
  const candidates = [...own, ...below];
  return { plugins: [...matched.installed, ...withoutJar(candidates, matched.installed)], candidates };
}

/** What lies beside the folders, whether or not it is a regular file. */
const FILE_NAME = /\.(?:jar|zip|ya?ml|json|toml|properties|conf|txt|md|old|bak|disabled)$/i;

/** Baselines need a row in the matrix, whether or not a jar stands behind them. */
function withoutJar(
  candidates: readonly Candidate[],
  installed: readonly SeenPlugin[],
): readonly SeenPlugin[] {
  const known = new Set(installed.map(({ plugin }) => plugin));
  const others = new Set(candidates.map(({ plugin }) => plugin).filter((plugin) => !known.has(plugin)));
  return [...others].map((plugin) => ({ plugin, jar: undefined, version: undefined }));
}

function isFolder({ host, root }: CandidateSearch, path: string): boolean {
  const full = parseInstancePath(path);
  return full !== undefined && host.files.identify(root, full) === undefined;
}

function listSafely({ host, root, note }: CandidateSearch, folder: InstancePath | '.'): readonly string[] {
  try {
    return host.files.list(root, folder);
  } catch (error) {
    if (!(error instanceof MistakeError)) throw error;
    note(notLookedInto(folder, error.message));
    return [];
  }
}
