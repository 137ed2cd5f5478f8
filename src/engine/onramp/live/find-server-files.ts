import { type InstancePath, parseInstancePath } from '../../../core/model/instance.ts';
import { classifyFolder, classifyPath, splitName } from '../../../core/onramp/collect/classify-path.ts';
import type { CollectGuess } from '../../../core/onramp/collect/collect-guess.ts';
import { serverBaselineOf } from '../../../core/onramp/collect/server-files.ts';
import { type Candidate, type CandidateSearch, notLookedInto } from './candidate.ts';
import { walkFolder } from './walk-folder.ts';

/** The server's own files among the names in its folder, and below its `config/`. */
export function findServerFiles(search: CandidateSearch, names: readonly string[]): readonly Candidate[] {
  const config = names.includes('config') ? walkConfig(search) : [];
  return [...names, ...config].flatMap((path) => {
    const baseline = serverBaselineOf(path, search.platform);
    const full = parseInstancePath(path);
    if (baseline === undefined || full === undefined) return [];
    const { plugin } = baseline;
    if (search.choices.isLeft(plugin, baseline.path)) return [];
    const verdict = classifyPath(baseline.path);
    if (path === SECRET_FILE) search.note(secretFile(plugin));
    if (verdict.kind === 'left' || verdict.kind === 'foreign') return [];
    const isOwned = search.choices.isOwned(plugin, baseline.path);
    const folder = baseline.folder as InstancePath | '.';
    return [{ plugin, folder, path: baseline.path, full, verdict, isOwned }];
  });
}

const SECRET_FILE = 'forwarding.secret';

function secretFile(plugin: string): CollectGuess {
  return {
    kind: 'secret-file',
    subject: `${plugin}:${SECRET_FILE}`,
    text: `\`${SECRET_FILE}\` is left to the server: it is nothing but a secret`,
    change: `To own it, add a \`text ${SECRET_FILE}\` block with \`{{secret:FORWARDING_SECRET}}\` to \`${plugin}.md\`.`,
  };
}

function walkConfig(search: CandidateSearch): readonly string[] {
  const found = walkFolder({
    files: search.host.files,
    root: search.root,
    folder: 'config' as InstancePath,
    isEntered: (path) => classifyFolder(splitName(path).name) === undefined,
    onTrouble: (path, reason) => search.note(notLookedInto(`config/${path}`, reason)),
  });
  return found.map((path) => `config/${path}`);
}
