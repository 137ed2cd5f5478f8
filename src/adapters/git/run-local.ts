import { localEnvironment } from './git-environment.ts';
import { type GitResult, runGit } from './run-git.ts';

/** What differs from a short question with a short answer. */
export interface LocalCall {
  readonly input?: string;
  readonly timeoutMillis?: number;
  readonly maxOutputBytes?: number;
  /** On top of the local environment. */
  readonly env?: Readonly<Record<string, string>>;
}

const TIMEOUT_MILLIS = 60_000;
const MAX_OUTPUT = 1024 * 1024;

/** Git in one repository, without network and without anybody's configuration. Resolves with any exit code. */
export function runLocal(gitDir: string, args: readonly string[], more: LocalCall = {}): Promise<GitResult> {
  return runGit({
    args: [`--git-dir=${gitDir}`, ...args],
    env: { ...localEnvironment(), ...more.env },
    timeoutMillis: more.timeoutMillis ?? TIMEOUT_MILLIS,
    maxOutputBytes: more.maxOutputBytes ?? MAX_OUTPUT,
    input: more.input ?? '',
  });
}
