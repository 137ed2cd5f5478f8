import { resolve } from 'node:path';
import { MistakeError } from '../../core/model/errors.ts';
import { assertAllowedAddress, isAddress } from './address.ts';
import { findRepository, isFolder } from './find-repository.ts';
import { createFolderSource } from './folder-source.ts';
import type { GitSource } from './git-source.ts';
import { createLocalGitSource } from './local-git-source.ts';
import { createMirrorSource } from './mirror-source.ts';

/** What `--repo` says. */
export interface GitSourceOptions {
  /** A folder, or an https, ssh, file or scp-like address. */
  readonly location: string;
  /** Where the mirror of an address is kept. */
  readonly stateDir: string;
}

/**
 * An address gives a bare mirror, fetched at each `identify`. A folder in a Git work tree, or a bare repository, gives
 * its commits (`HEAD` unless a ref is named; the ref `WORKTREE` gives the files as they lie). Any other folder gives
 * its files. Throws `MistakeError` when the location is none of these.
 */
export function createGitSource(options: GitSourceOptions): GitSource {
  const { location, stateDir } = options;
  if (isFolder(location)) return folderSource(resolve(location));
  if (isAddress(location)) {
    assertAllowedAddress(location);
    return createMirrorSource(location, stateDir);
  }
  throw new MistakeError(
    `There is no folder ${location}.`,
    'Name a folder, or an address that begins with https://, ssh:// or user@host:.',
  );
}

function folderSource(dir: string): GitSource {
  const repository = findRepository(dir);
  return repository === undefined ? createFolderSource(dir) : createLocalGitSource(dir, repository);
}
