import type { Scope } from '../../model/desired-state.ts';
import type { KeyPath } from '../../model/key-path.ts';
import type { RepositoryDraft, ScopeDraft } from '../../model/repository-draft.ts';
import { scopeFile } from '../scope-file.ts';
import { writeBaseline } from './write-baseline.ts';
import { writeFleet, writeMatrix, writeRegistry } from './write-fleet.ts';
import { writeScope } from './write-scope.ts';

export interface WrittenRepository {
  /** Path in the repository → text. */
  readonly files: ReadonlyMap<string, string>;
  readonly unwritten: readonly Unwritten[];
}

/** What the repository's files can't say. */
export interface Unwritten {
  /** Empty, like `file`, for a variable, whose name is the key. */
  readonly plugin: string;
  readonly file: string;
  readonly key: KeyPath;
  readonly scope: 'baseline' | Scope;
  readonly reason: string;
}

/**
 * The files of `desired-state/`, and templates where a block can't hold a text. All keys are read back before they
 * count as written; names and placements are the caller's to check, by assembling the result.
 */
export function writeRepository(draft: RepositoryDraft): WrittenRepository {
  const files = new Map<string, string>([
    ['desired-state/fleet.yaml', writeFleet(draft)],
    ['desired-state/deployment-matrix.csv', writeMatrix(draft)],
    ['desired-state/plugins.yaml', writeRegistry(draft.registry)],
  ]);
  const unwritten: Unwritten[] = [];
  const written = new Set<string>();
  for (const baseline of draft.baselines) {
    const result = writeBaseline(baseline);
    for (const [path, text] of result.files) files.set(path, text);
    for (const key of result.unwritten)
      unwritten.push({ plugin: baseline.plugin, scope: 'baseline', ...key });
    const lost = new Set(result.unwritten.map(({ file, key }) => JSON.stringify([file, key])));
    for (const { path, keys } of baseline.files) {
      if (keys.some((key) => !lost.has(JSON.stringify([path, key.path]))))
        written.add(JSON.stringify([baseline.plugin, path]));
    }
  }
  for (const scope of draft.scopes) {
    const fitting = { ...scope, overrides: withBlocks(scope, written, unwritten) };
    const result = writeScope(fitting);
    if (result.text !== undefined) files.set(scopeFile(scope.scope, draft.instances), result.text);
    for (const value of result.unwritten) unwritten.push({ scope: scope.scope, ...value });
  }
  return { files, unwritten };
}

/** An override needs a block of the baseline to stand on. */
function withBlocks(
  { scope, overrides }: ScopeDraft,
  written: ReadonlySet<string>,
  unwritten: Unwritten[],
): ScopeDraft['overrides'] {
  return overrides.filter(({ plugin, file, keys }) => {
    if (written.has(JSON.stringify([plugin, file]))) return true;
    const reason = 'the plugin’s baseline has no block for the file';
    for (const { path } of keys) unwritten.push({ plugin, file, key: path, scope, reason });
    return false;
  });
}
