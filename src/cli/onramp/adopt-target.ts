import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { MistakeError } from '../../core/model/errors.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import type { AgentHost } from '../../engine/agent/agent-host.ts';
import { type RepositoryChange, readBase } from '../../engine/onramp/adopt/change-repository.ts';
import type { RepositoryBase } from '../../engine/onramp/adopt/make-edits.ts';
import { proposeChange } from '../../engine/onramp/adopt/propose-change.ts';
import type { CliContext, CliReaders } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { repositoryPlace } from '../host-place.ts';
import type { AdoptionOutcome } from '../print/print-adoption.ts';
import { writeChangedFiles } from '../write-work-files.ts';

/** Where a change goes, and the state of the repository that it begins at. */
export type AdoptTarget =
  | {
      readonly kind: 'forge';
      readonly base: RepositoryBase;
      readonly agent: AgentHost;
      readonly tip: CommitSha;
    }
  | { readonly kind: 'folder'; readonly base: RepositoryBase; readonly dir: string }
  | { readonly kind: 'patch'; readonly base: RepositoryBase; readonly file: string }
  /** A dry run that would have nowhere to put it. */
  | { readonly kind: 'nowhere'; readonly base: RepositoryBase };

interface Opened {
  readonly options: CliOptions;
  readonly host: CliReaders;
  readonly agent: AgentHost | undefined;
}

/** A pull request where the agent has a forge, else the files of the work tree; with `--out` a patch. */
export async function openTarget(
  context: Pick<CliContext, 'environment'>,
  { options, host, agent }: Opened,
): Promise<AdoptTarget> {
  const { out } = options;
  if (agent !== undefined) {
    const tip = await agent.branch.refresh();
    const base = await readBase(agent.over(agent.history.at(tip)), undefined);
    if (out !== undefined) return { kind: 'patch', base, file: out };
    if (agent.forge.kind !== 'none') return { kind: 'forge', base, agent, tip };
    return nowhere(options, base);
  }
  const { repo } = repositoryPlace(context.environment, options);
  if (out !== undefined) return { kind: 'patch', base: await readBase(host, options.revision), file: out };
  if (statSync(repo, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return nowhere(options, await readBase(host, options.revision));
  }
  // What is not committed yet must not be lost.
  return { kind: 'folder', base: await readBase(host, 'WORKTREE'), dir: repo };
}

function nowhere({ dryRun }: CliOptions, base: RepositoryBase): AdoptTarget {
  if (dryRun === true) return { kind: 'nowhere', base };
  throw new MistakeError(
    'there is neither a forge for a pull request nor a work tree to change',
    'Write a patch with --out and a file, or name a work tree with --repo.',
  );
}

/** The question before anything is done. */
export function targetQuestion(target: AdoptTarget): string {
  switch (target.kind) {
    case 'forge':
      return 'Open a pull request with this?';
    case 'folder':
      return `Change these files in ${target.dir}?`;
    case 'patch':
    case 'nowhere':
      return 'Write this patch?';
  }
}

/** Puts the change where it goes. */
export async function carryOut(
  target: AdoptTarget,
  host: string,
  change: RepositoryChange,
): Promise<AdoptionOutcome & { readonly isNew: boolean }> {
  const files = [...change.files.keys()].sort();
  const outcome = { files, number: null, url: null, commands: [], isNew: true };
  switch (target.kind) {
    case 'forge': {
      const { agent, tip } = target;
      const base = agent.branch.name();
      if (base === undefined) throw new Error('the branch has no name although it was fetched');
      const made = await proposeChange(agent.forge.proposals, { host, base, from: tip, change });
      return { ...outcome, kind: 'pull-request', number: made.number, url: made.url, isNew: made.isNew };
    }
    case 'folder':
      writeChangedFiles(target.dir, target.base.tree.files, change.files);
      return { ...outcome, kind: 'written' };
    case 'patch':
      writeText(target.file, change.diff);
      return { ...outcome, kind: 'patch', files: [target.file] };
    case 'nowhere':
      return { ...outcome, kind: 'shown' };
  }
}

function writeText(path: string, text: string): void {
  const temporary = `${path}.homeamp-partial`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new MistakeError(
      `${path} can't be written (${code})`,
      'See who owns it and how much room is left.',
    );
  }
}
