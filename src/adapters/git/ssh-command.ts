import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { MistakeError } from '../../core/model/errors.ts';

/** The key that a host shows to the server, and the servers that it knows. */
export interface SshFiles {
  readonly keyFile: string;
  readonly knownHostsFile: string;
}

/** What neither the shell nor ssh's own words for users, hosts and variables give a meaning to. */
const PLAIN_PATH = /^\/[\p{L}\p{N} ._@+=:,/-]*$/u;

/**
 * The ssh command line for git: this key and these known hosts alone, no questions, no configuration of anybody.
 * Throws `MistakeError` when a file is missing or the key is open to others.
 */
export function sshCommand(files: SshFiles): string {
  const key = plainPath(files.keyFile);
  const knownHosts = plainPath(files.knownHostsFile);
  assertKey(key);
  assertReadable(knownHosts);
  const options = [
    'IdentitiesOnly=yes',
    'IdentityAgent=none',
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
    'UpdateHostKeys=no',
    `UserKnownHostsFile="${knownHosts}"`,
    'GlobalKnownHostsFile=/dev/null',
    'ConnectTimeout=20',
    'ServerAliveInterval=20',
  ];
  return ['ssh -F /dev/null -i', quoted(key), ...options.map((option) => `-o ${quoted(option)}`)].join(' ');
}

/** No plain path has a quote in it. */
function quoted(text: string): string {
  return `'${text}'`;
}

function plainPath(path: string): string {
  const full = resolve(path);
  if (PLAIN_PATH.test(full)) return full;
  throw new MistakeError(
    `${JSON.stringify(path)} has characters that can't be told to ssh.`,
    'Use a path of letters, digits, spaces and ._@+=:,/- only.',
  );
}

function assertKey(path: string): void {
  assertReadable(path);
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  throw new MistakeError(
    `The ssh key ${path} is open to other users (mode ${mode.toString(8)}).`,
    `Close it with \`chmod 600\`, and make a new key if others could have read it.`,
  );
}

function assertReadable(path: string): void {
  try {
    accessSync(path, constants.R_OK);
  } catch {
    throw new MistakeError(
      `The file ${path}, which ssh needs, can't be read.`,
      'Check its path, and that the user of homeamp may read it.',
    );
  }
}
