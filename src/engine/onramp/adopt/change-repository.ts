import { MistakeError } from '../../../core/model/errors.ts';
import { keyId } from '../../../core/model/key-path.ts';
import { diffTexts } from '../../../core/onramp/adopt/diff-texts.ts';
import type { LeftKey, TouchedKey } from '../../../core/onramp/adopt/edited-key.ts';
import type { SourceRepository } from '../../../ports/source-repository.ts';
import type { WorkbookReader } from '../../../ports/workbook-reader.ts';
import { sha256 } from '../../digest.ts';
import { loadDesiredState } from '../../load-desired-state.ts';
import { type ChosenKey, makeValidEdits, type RepositoryBase, uniqueEdits } from './make-edits.ts';
import { agrees } from './propose-adoption.ts';
import { diffKeys, type RenderedKeys, renderKeys } from './render-keys.ts';

export type { RepositoryBase } from './make-edits.ts';

/** Throws `MistakeError` when the repository has mistakes already. */
export async function readBase(
  { source, workbooks }: { readonly source: SourceRepository; readonly workbooks: WorkbookReader },
  ref: string | undefined,
): Promise<RepositoryBase> {
  const { desired } = await loadDesiredState({ source, workbooks, ref });
  return { tree: await source.readTree(ref), desired, workbooks };
}

export interface RepositoryChange {
  /** Whole new texts of the changed files. */
  readonly files: ReadonlyMap<string, string>;
  /** As `git apply` takes it. */
  readonly diff: string;
  readonly kept: readonly ChosenKey[];
  /** What is desired otherwise besides. */
  readonly touches: readonly TouchedKey[];
  readonly left: readonly LeftKey[];
  /** Equal for equal edits, whatever else the repository says. */
  readonly digest: string;
}

/**
 * Makes the edits, reads the repository anew and proves that every kept key is then as its server has it. What can't be
 * edited, or would be a mistake in the repository, is left.
 */
export async function changeRepository(
  base: RepositoryBase,
  chosen: readonly ChosenKey[],
): Promise<RepositoryChange> {
  const { kept, left, files, desired } = await makeValidEdits(base, chosen);
  const after = renderKeys(desired);
  assertProven(after, kept);
  const places = new Set(kept.map(({ key }) => placeText({ ...key, id: keyId(key.path) })));
  return {
    files,
    diff: diffOf(base, files),
    kept,
    touches: diffKeys(renderKeys(base.desired), after).filter((touched) => !places.has(placeText(touched))),
    left,
    digest: sha256([...uniqueEdits(kept).keys()].sort().join('\n')).slice(0, 12),
  };
}

function assertProven(after: RenderedKeys, kept: readonly ChosenKey[]): void {
  const unmet = kept.find(({ key }) => !agrees(after, key));
  if (unmet === undefined) return;
  const { instance, plugin, path } = unmet.key;
  throw new MistakeError(
    `these choices do not go together: ${keyId(path)} of ${plugin} on ${instance} would still differ`,
    'Choose narrower layers, or take fewer keys at once with --key.',
  );
}

function diffOf({ tree }: RepositoryBase, files: ReadonlyMap<string, string>): string {
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => {
      const before = tree.files.get(path);
      return diffTexts(path, before && new TextDecoder('utf-8', { ignoreBOM: true }).decode(before), text);
    })
    .join('');
}

function placeText({ instance, plugin, file, id }: Omit<LeftKey, 'why'>): string {
  return JSON.stringify([instance, plugin, file, id]);
}
