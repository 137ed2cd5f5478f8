import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { MistakeError } from '../../core/model/errors.ts';
import { findRepository } from './find-repository.ts';
import { createFolderSource } from './folder-source.ts';
import type { GitSource } from './git-source.ts';
import { createLocalGitSource } from './local-git-source.ts';
import { createMirrorSource } from './mirror-source.ts';
import { scrubCredentials } from './scrub-credentials.ts';

/** What `--repo` says. */
export interface GitSourceOptions {
  /** A folder, or an https, ssh, file or scp-like address. */
  readonly location: string;
  /** Where the mirror of an address is kept. */
  readonly stateDir: string;
}

const URL_LIKE = /^[a-z][a-z0-9+.-]*:\/\//i;
const SCP_LIKE = /^(?:[A-Za-z0-9_][\w.-]*@)?[A-Za-z0-9][A-Za-z0-9.-]+:(?!:|\/\/)/;
const ALLOWED_URL = /^(?:https?|ssh|file):\/\//i;

/**
 * An address gives a bare mirror, fetched at each `identify`. A folder in a Git work tree, or a bare repository, gives
 * its commits (`HEAD` unless a ref is named; the ref `WORKTREE` gives the files as they lie). Any other folder gives
 * its files. Throws `MistakeError` when the location is none of these.
 */
export function createGitSource(options: GitSourceOptions): GitSource {
  const { location, stateDir } = options;
  if (isFolder(location)) return folderSource(resolve(location));
  if (URL_LIKE.test(location) || SCP_LIKE.test(location)) {
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

function isFolder(location: string): boolean {
  try {
    return statSync(location).isDirectory();
  } catch {
    return false;
  }
}

function assertAllowedAddress(location: string): void {
  if (!location.startsWith('-') && (ALLOWED_URL.test(location) || !URL_LIKE.test(location))) return;
  throw new MistakeError(
    `${scrubCredentials(location)} has a kind of address that homeamp does not fetch from.`,
    'Use https://, ssh://, file:// or user@host:path.',
  );
}
