import { spawn } from 'node:child_process';
import { MistakeError, TransientError } from '../../core/model/errors.ts';

/** One call of the git program, without a shell. */
export interface GitCall {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Where git would look for a repository by itself; the process's own folder unless said. */
  readonly cwd?: string;
  readonly timeoutMillis: number;
  /** Most bytes of output that are taken. */
  readonly maxOutputBytes: number;
}

export interface GitResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  /** May name addresses with credentials: scrub it before showing. */
  readonly stderr: string;
}

const MAX_STDERR = 16 * 1024;
/** Nothing that a repository's own configuration names is ever run. */
const SAFE_CONFIG = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'submodule.recurse=false',
  'protocol.ext.allow=never',
  'gc.autoDetach=false',
].flatMap((setting) => ['-c', setting]);

/** Resolves with any exit code. Rejects when git is missing, takes too long or says too much. */
export function runGit(call: GitCall): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    // Its own process group: no terminal to ask on, and its children end with it.
    const child = spawn('git', [...SAFE_CONFIG, ...call.args], {
      env: call.env,
      cwd: call.cwd,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    let size = 0;
    let stderr = '';
    const stop = (error: Error): void => {
      reject(error);
      killGroup(child.pid);
    };
    const timer = setTimeout(() => stop(tooSlow(call)), call.timeoutMillis);
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > call.maxOutputBytes) stop(tooMuch(call));
      else stdout.push(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      if (stderr.length < MAX_STDERR) stderr += chunk.slice(0, MAX_STDERR);
    });
    // Git may end before it has read all of its input; its exit code tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(call.input ?? '');
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(startFailure(error));
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ exitCode: code ?? -1, stdout: Buffer.concat(stdout), stderr });
    });
  });
}

function tooSlow(call: GitCall): TransientError {
  const seconds = Math.round(call.timeoutMillis / 1000);
  return new TransientError(
    `git gave no answer within ${seconds} s.`,
    'Check the network and the disk, then try again.',
  );
}

function tooMuch(call: GitCall): MistakeError {
  return new MistakeError(
    `git answered one question with more than ${Math.round(call.maxOutputBytes / 1024 / 1024)} MiB.`,
    'Look in the repository for very large commits, folders or lists of branches.',
  );
}

function startFailure(error: Error): Error {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') {
    return new MistakeError(
      'The program git is not installed, or not on the PATH.',
      'Install it (for example `apt install git`), or give a plain folder as --repo.',
    );
  }
  return new TransientError(`git can't be started (${String(code)}).`, 'Try again later.', { cause: error });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}
