import { MistakeError } from '../core/model/errors.ts';
import {
  readVersionBase,
  type VersionBase,
  type VersionChange,
} from '../engine/onramp/versions/version-base.ts';
import type { CliContext } from './cli-context.ts';
import type { CliOptions } from './command.ts';
import { holdsDesiredState, repositoryPlace } from './host-place.ts';
import { plural } from './print/print-plan.ts';
import { writeChangedFiles } from './write-work-files.ts';

/** A repository in a folder, as its files lie, for commands that change it. */
export interface PluginRepository {
  readonly repo: string;
  readonly base: VersionBase;
}

export async function openPluginRepository(
  context: CliContext,
  options: CliOptions,
): Promise<PluginRepository> {
  const place = repositoryPlace(context.environment, options);
  if (!holdsDesiredState(place.repo)) {
    throw new MistakeError(
      'the keys of plugins are changed in files, and this repository is no folder here',
      'Clone it, and name the folder with --repo.',
    );
  }
  const base = await readVersionBase(await context.openRepository(place), 'WORKTREE');
  return { repo: place.repo, base };
}

/** Writes the changed files after asking; true when they are written. */
export async function writeVersionChange(
  context: CliContext,
  options: CliOptions,
  { repo, base, change }: PluginRepository & { readonly change: VersionChange },
): Promise<boolean> {
  if (change.files.size === 0 || options.dryRun === true) return false;
  if (options.yes !== true) {
    if (context.ask === undefined) throw NOBODY_TO_ASK;
    if (!(await context.ask(`Change ${plural(change.files.size, 'file')}?`))) return false;
  }
  writeChangedFiles(repo, base.tree.files, change.files);
  return true;
}

const NOBODY_TO_ASK = new MistakeError(
  'files of the repository are changed only after asking, and there is no terminal to ask on',
  'Look at it with --dry-run, then say --yes.',
);
