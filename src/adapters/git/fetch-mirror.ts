import { MistakeError, TransientError } from '../../core/model/errors.ts';
import { networkEnvironment } from './git-environment.ts';
import { initMirror } from './mirror.ts';
import { type GitResult, runGit } from './run-git.ts';
import { scrubCredentials } from './scrub-credentials.ts';

/** The mirror's name for the branch that the remote calls its HEAD. */
export const MIRROR_HEAD = 'refs/homeamp/HEAD';

const REFSPECS = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'] as const;
const TIMEOUT_MILLIS = 5 * 60_000;
const MAX_OUTPUT = 16 * 1024 * 1024;

/** Brings a bare mirror up to the remote's branches, tags and HEAD. Throws `TransientError` when the remote is out of reach. */
export async function fetchMirror(address: string, mirror: string): Promise<void> {
  await initMirror(mirror);
  const fetched = await fetch(address, mirror, [`+HEAD:${MIRROR_HEAD}`, ...REFSPECS]);
  if (fetched.exitCode === 0) return;
  // A remote whose HEAD names no branch yet fails in the same way as one that is away.
  const listed = await git(['ls-remote', '--', address]);
  if (listed.exitCode !== 0) throw unreachable(address, listed);
  if (/\tHEAD$/m.test(listed.stdout.toString())) throw unreachable(address, fetched);
  if (listed.stdout.length === 0) throw noCommits(address);
  const withoutHead = await fetch(address, mirror, REFSPECS);
  if (withoutHead.exitCode !== 0) throw unreachable(address, withoutHead);
}

function fetch(address: string, mirror: string, refspecs: readonly string[]): Promise<GitResult> {
  const options = [
    '--prune',
    '--force',
    '--no-tags',
    '--no-recurse-submodules',
    '--no-write-fetch-head',
    '--quiet',
  ];
  return git([`--git-dir=${mirror}`, 'fetch', ...options, '--', address, ...refspecs]);
}

function git(args: readonly string[]): Promise<GitResult> {
  return runGit({
    args,
    env: networkEnvironment(),
    timeoutMillis: TIMEOUT_MILLIS,
    maxOutputBytes: MAX_OUTPUT,
  });
}

function unreachable(address: string, result: GitResult): TransientError {
  return new TransientError(
    `${scrubCredentials(address)} can't be fetched: ${detailOf(result)}`,
    'Check the address, the network, and that `git ls-remote` with this address works for the user of homeamp.',
  );
}

function noCommits(address: string): MistakeError {
  return new MistakeError(
    `${scrubCredentials(address)} has no commit yet.`,
    'Push a commit with desired-state/ to its default branch.',
  );
}

function detailOf(result: GitResult): string {
  return scrubCredentials(result.stderr.trim().split('\n').slice(0, 4).join(' ').slice(0, 500));
}
