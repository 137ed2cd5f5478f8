import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../integration/adapters/temporary-folder.ts';

/** A key that signs commits. */
export interface SigningKey {
  /** What git is told to sign with it. */
  readonly config: readonly string[];
  /** A line of a list of allowed signers. */
  signerLine(name: string): string;
}

/** A new SSH key, gone when the test ends. */
export function signingKey(): SigningKey {
  const file = join(temporaryFolder(), 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
  const publicKey = readFileSync(`${file}.pub`, 'utf8').trim();
  return {
    config: ['-c', 'gpg.format=ssh', '-c', `user.signingkey=${file}`],
    signerLine: (name) => `${name} ${publicKey}\n`,
  };
}
