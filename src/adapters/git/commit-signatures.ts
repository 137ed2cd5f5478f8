import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import type { Signature } from '../../core/model/branch-commit.ts';
import { MistakeError } from '../../core/model/errors.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import { type CommitPlaceHere, missingCommit } from './branch-line.ts';
import { parseCommit, showText } from './commit-text.ts';
import { runLocal } from './run-local.ts';

/** Whose signatures count. Without a list nobody's do. */
export interface Signers {
  /** As ssh-keygen reads it. */
  readonly allowedSignersFile?: string | undefined;
  /** A folder of GnuPG whose keyring and trust the administrator keeps. */
  readonly gnupgHome?: string | undefined;
}

const TIMEOUT_MILLIS = 5 * 60_000;
const MAX_OUTPUT = 16 * 1024 * 1024;
const MAX_COMMIT_BYTES = 64 * 1024 * 1024;
const MAX_SIGNER = 200;
const NOT_CHECKED = 'it can not be checked on this host';
/** Git's letters for what is neither good nor missing. */
const VERDICTS: ReadonlyMap<string, string> = new Map([
  ['B', 'the signature does not fit the commit'],
  ['U', 'the key is not one of the allowed signers, or not valid now'],
  ['X', 'the signature has expired'],
  ['Y', 'the key has expired'],
  ['R', 'the key was revoked'],
  ['E', NOT_CHECKED],
]);

interface Verdict {
  readonly letter: string;
  readonly signer: string;
}

/** In the order of the commits. Throws `MistakeError` when a list of signers can't be read. */
export async function readSignatures(
  { dir, reader }: CommitPlaceHere,
  commits: readonly CommitSha[],
  signers: Signers,
): Promise<readonly Signature[]> {
  if (commits.length === 0) return [];
  const verdicts = await readVerdicts({ dir, reader }, commits, signers);
  const unproven = commits.filter((sha) => verdicts.get(sha)?.letter === 'N');
  // Git says `N` also where it could not run the program that checks.
  const raw = unproven.length === 0 ? [] : await reader.readObjects(unproven, MAX_COMMIT_BYTES);
  const signed = new Set(unproven.filter((_, index) => isSigned(raw[index]?.bytes)));
  return commits.map((sha) => {
    const verdict = verdicts.get(sha);
    if (verdict === undefined) throw missingCommit();
    const { letter, signer } = verdict;
    if (letter === 'N' && !signed.has(sha)) return { kind: 'unsigned' };
    if (letter === 'G' && signer !== '') return { kind: 'good', signer };
    return { kind: 'untrusted', reason: VERDICTS.get(letter) ?? NOT_CHECKED };
  });
}

/** One spawn, unless a signature makes git itself give up: then each is asked for alone, and that one can't be checked. */
async function readVerdicts(
  { dir, reader }: CommitPlaceHere,
  commits: readonly CommitSha[],
  signers: Signers,
): Promise<ReadonlyMap<string, Verdict>> {
  const together = await askGit(dir, commits, signers);
  if (together !== undefined) return together;
  const objects = await reader.nameObjects(commits);
  if (objects.some((object) => object?.type !== 'commit')) throw missingCommit();
  const verdicts = new Map<string, Verdict>();
  for (const sha of commits) {
    const alone = await askGit(dir, [sha], signers);
    verdicts.set(sha, alone?.get(sha) ?? { letter: 'E', signer: '' });
  }
  return verdicts;
}

async function askGit(
  dir: string,
  commits: readonly CommitSha[],
  signers: Signers,
): Promise<ReadonlyMap<string, Verdict> | undefined> {
  // Without lists of their own, the programs would look into those of the user that homeamp runs as.
  const allowed = listOf(signers.allowedSignersFile);
  const config = [
    'gpg.program=gpg',
    'gpg.ssh.program=ssh-keygen',
    'gpg.x509.program=false',
    'gpg.minTrustLevel=marginal',
    `gpg.ssh.allowedSignersFile=${allowed}`,
  ].flatMap((setting) => ['-c', setting]);
  const words = ['log', '--no-walk=unsorted', '--stdin', '-z', '--format=%H%x00%G?%x00%GS', '--no-mailmap'];
  const told = await runLocal(dir, [...config, ...words], {
    input: `${commits.join('\n')}\n`,
    env: { GNUPGHOME: listOf(signers.gnupgHome) },
    timeoutMillis: TIMEOUT_MILLIS,
    maxOutputBytes: MAX_OUTPUT,
  });
  if (told.exitCode !== 0) return undefined;
  const fields = told.stdout.toString().split('\0');
  const verdicts = new Map<string, Verdict>();
  for (let index = 0; index + 2 < fields.length; index += 3) {
    const [sha = '', letter = '', signer = ''] = fields.slice(index, index + 3);
    verdicts.set(sha, { letter, signer: showText(signer, MAX_SIGNER) });
  }
  return verdicts;
}

function listOf(path: string | undefined): string {
  if (path === undefined) return '/dev/null';
  const full = resolve(path);
  try {
    accessSync(full, constants.R_OK);
    return full;
  } catch {
    throw new MistakeError(
      `The list of allowed signers ${full} can't be read.`,
      'Check its path in the settings, and that the user of homeamp may read it.',
    );
  }
}

function isSigned(commit: Buffer | undefined): boolean {
  return commit !== undefined && parseCommit(commit).isSigned;
}
