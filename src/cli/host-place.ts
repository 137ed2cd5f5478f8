import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { MistakeError } from '../core/model/errors.ts';
import type { CliContext, HostPlace } from './cli-context.ts';
import type { CliOptions } from './command.ts';

const SYSTEM_STATE = '/var/lib/homeamp';

type Environment = CliContext['environment'];

/** Where a command works that looks at a host. Throws `MistakeError` when an option is needed that has no default. */
export function hostPlace(environment: Environment, options: CliOptions): HostPlace {
  if (options.ampRoot === undefined) {
    throw new MistakeError(
      'it is not known where the AMP instances lie',
      'Name the folder with --amp-root; AMP keeps it at ~/.ampdata/instances of the user it runs as.',
    );
  }
  return { ...repositoryPlace(environment, options), ampRoot: options.ampRoot };
}

/** The repository, and where its mirror is kept when it is an address. */
export function repositoryPlace(
  environment: Environment,
  options: CliOptions,
): Pick<HostPlace, 'repo' | 'stateDir'> {
  return { repo: repoOf(options), stateDir: stateDirOf(environment, options) };
}

/** The named repository, or this folder when it holds one. */
function repoOf({ repo }: CliOptions): string {
  if (repo !== undefined) return repo;
  if (holdsDesiredState('.')) return '.';
  throw new MistakeError(
    'it is not known which repository to read: this folder has no desired-state/',
    'Name a folder or an address with --repo, or go to the repository first.',
  );
}

export function holdsDesiredState(folder: string): boolean {
  return statSync(join(folder, 'desired-state'), { throwIfNoEntry: false })?.isDirectory() === true;
}

/** `--state`, `$HOMEAMP_STATE`, the system's folder when this user may write it, else one in the user's home. */
export function stateDirOf(environment: Environment, { state }: CliOptions): string {
  const named = state ?? environment['HOMEAMP_STATE'];
  if (named !== undefined && named !== '') return named;
  if (isWritable(SYSTEM_STATE)) return SYSTEM_STATE;
  return join(environment['HOME'] ?? homedir(), '.local/state/homeamp');
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
