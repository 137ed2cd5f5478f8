import { parseInstancePath } from '../../../core/model/instance.ts';
import { classifyFolder, classifyPath, splitName } from '../../../core/onramp/collect/classify-path.ts';
import { leftOut } from '../../../core/onramp/collect/left-out.ts';
import { type Candidate, type CandidateSearch, notLookedInto } from './candidate.ts';
import { walkFolder } from './walk-folder.ts';

/** What may be settings below `plugins/<name>`; what is left out by its name is told. */
export function findPluginFiles(search: CandidateSearch, plugin: string, name: string): readonly Candidate[] {
  const folder = parseInstancePath(`plugins/${name}`);
  if (folder === undefined) return [];
  const { choices } = search;
  const found = walkFolder({
    files: search.host.files,
    root: search.root,
    folder,
    isEntered: (path) => {
      const reason = classifyFolder(splitName(path).name);
      if (reason === undefined || choices.isOwnedBelow(plugin, path)) return true;
      search.note(leftOut(plugin, `${path}/*`, reason));
      return false;
    },
    onTrouble: (path, reason) => search.note(notLookedInto(`${folder}/${path}`, reason)),
  });
  const candidates = found.flatMap((path): readonly Candidate[] => {
    const full = parseInstancePath(`${folder}/${path}`);
    const verdict = full === undefined ? undefined : judge(search, plugin, path);
    if (full === undefined || verdict === undefined) return [];
    return [{ plugin, folder, path, full, verdict, isOwned: choices.isOwned(plugin, path) }];
  });
  return bounded(search, candidates);
}

/** Undefined for what is left out; that is told where it is in a language of configuration. */
function judge(
  { choices, note }: CandidateSearch,
  plugin: string,
  path: string,
): Candidate['verdict'] | undefined {
  const verdict = classifyPath(path);
  if (verdict.kind === 'foreign' || choices.isLeft(plugin, path)) return undefined;
  if (choices.isOwned(plugin, path)) return { kind: 'settings', format: verdict.format };
  if (verdict.kind !== 'left') return verdict;
  note(leftOut(plugin, path, verdict.reason));
  return undefined;
}

const MOST_FILES = 300;

/** Upper folders come first, so what is cut off is the deepest. */
function bounded({ note }: CandidateSearch, candidates: readonly Candidate[]): readonly Candidate[] {
  for (const { plugin, path } of candidates.slice(MOST_FILES)) {
    const { folder } = splitName(path);
    note(leftOut(plugin, folder === '' ? path : `${folder}/*`, 'too-many'));
  }
  return candidates.slice(0, MOST_FILES);
}
