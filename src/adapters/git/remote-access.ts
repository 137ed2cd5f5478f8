import { resolve } from 'node:path';
import { MistakeError } from '../../core/model/errors.ts';
import type { Secret } from '../../core/model/secret.ts';
import { assertAllowedAddress, isAddress } from './address.ts';
import { findRepository, isFolder } from './find-repository.ts';
import { networkEnvironment } from './git-environment.ts';
import { type GitResult, runGit } from './run-git.ts';
import { scrubCredentials } from './scrub-credentials.ts';
import { type SshFiles, sshCommand } from './ssh-command.ts';

/** What a server of https or http asks for. */
interface GitCredentials {
  readonly username: string;
  readonly password: Secret<string>;
}

export interface RemoteOptions {
  readonly location: string;
  /** Asked before each call, since tokens end. */
  readonly credentials?: (() => Promise<GitCredentials>) | undefined;
  readonly ssh?: SshFiles | undefined;
  /** Told of every call, for metrics. */
  readonly onRequest?: ((result: 'ok' | 'failed') => void) | undefined;
}

/** One repository that git fetches from. */
export interface Remote {
  readonly address: string;
  /** For messages. */
  readonly name: string;
  /** Resolves with any exit code; its stderr may name the address. */
  run(args: readonly string[], timeoutMillis: number): Promise<GitResult>;
}

/** Settings and environment of one call. */
interface Access {
  readonly config: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const MAX_OUTPUT = 16 * 1024 * 1024;
/** Reads its answer from the environment, so that neither arguments nor files hold it. */
const HELPER =
  '!f() { if test "$1" = get; then printf "username=%s\\npassword=%s\\n" "$HOMEAMP_GIT_USERNAME" "$HOMEAMP_GIT_PASSWORD"; fi; }; f';
/**
 * Redirects are not followed: whoever may redirect an old address could feed another repository to the fleet, and
 * credentials go to the named host alone.
 */
const HTTP_CONFIG = ['http.followRedirects=false', 'http.lowSpeedLimit=1', 'http.lowSpeedTime=60'];

/** Throws `MistakeError` for a location that is no repository, or an address with a password in it. */
export function createRemote(options: RemoteOptions): Remote {
  const address = addressOf(options.location);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:';
  const isSsh = !isHttp && url?.protocol !== 'file:' && !address.startsWith('/');
  if (url !== undefined && (url.password !== '' || (isHttp && url.username !== ''))) {
    throw passwordInAddress(address);
  }
  return {
    address,
    name: scrubCredentials(address),
    async run(args, timeoutMillis) {
      const ways = [
        isHttp ? await httpAccess(url, options.credentials) : undefined,
        isSsh && options.ssh !== undefined ? sshAccess(options.ssh) : undefined,
      ].filter((way) => way !== undefined);
      const config = ways.flatMap((way) => way.config.flatMap((setting) => ['-c', setting]));
      const env = Object.assign({ ...networkEnvironment() }, ...ways.map((way) => way.env));
      const call = { args: [...config, ...args], env, timeoutMillis, maxOutputBytes: MAX_OUTPUT, cwd: '/' };
      return counted(options, () => runGit(call));
    },
  };
}

async function counted({ onRequest }: RemoteOptions, run: () => Promise<GitResult>): Promise<GitResult> {
  try {
    const result = await run();
    onRequest?.(result.exitCode === 0 ? 'ok' : 'failed');
    return result;
  } catch (error) {
    onRequest?.('failed');
    throw error;
  }
}

function addressOf(location: string): string {
  if (!isFolder(location)) {
    if (isAddress(location)) {
      assertAllowedAddress(location);
      return location;
    }
    throw new MistakeError(
      `There is no folder ${scrubCredentials(location)}.`,
      'Name a Git repository: a folder, or an address that begins with https://, ssh:// or user@host:.',
    );
  }
  const dir = resolve(location);
  const found = findRepository(dir);
  if (found?.prefix === '') return found.workTree ?? found.gitDir;
  throw new MistakeError(
    found === undefined ? `${dir} is not a Git repository.` : `${dir} is not the top of its Git repository.`,
    'Name the top folder of a repository, which holds desired-state/.',
  );
}

async function httpAccess(url: URL, ask: RemoteOptions['credentials']): Promise<Access> {
  if (ask === undefined) return { config: HTTP_CONFIG, env: {} };
  const { username, password } = await ask();
  const secret = password.reveal();
  if (/\p{Cc}/u.test(username + secret)) throw unusableCredentials();
  return {
    // The empty helper forgets those of other configuration; ours answers for this host and port alone.
    config: [
      ...HTTP_CONFIG,
      'credential.helper=',
      `credential.${url.protocol}//${url.host}.helper=${HELPER}`,
    ],
    env: {
      GIT_ASKPASS: '',
      SSH_ASKPASS: '',
      GIT_ALLOW_PROTOCOL: url.protocol.slice(0, -1),
      HOMEAMP_GIT_USERNAME: username,
      HOMEAMP_GIT_PASSWORD: secret,
    },
  };
}

function sshAccess(files: SshFiles): Access {
  return {
    config: [],
    env: { GIT_SSH_COMMAND: sshCommand(files), GIT_SSH_VARIANT: 'ssh', GIT_ALLOW_PROTOCOL: 'ssh' },
  };
}

function passwordInAddress(address: string): MistakeError {
  return new MistakeError(
    `The address ${scrubCredentials(address)} has a user or password in it, which would show in lists of processes and in logs.`,
    'Write the address without them, and give them as credentials.',
  );
}

function unusableCredentials(): MistakeError {
  return new MistakeError(
    'The credentials for Git have a line break or another control character in them.',
    'Store the user name and the password or token as one line each.',
  );
}
