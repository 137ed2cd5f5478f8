import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

interface GitCall {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

interface GitEnd {
  readonly exitCode: number;
  /** Without the line end. */
  readonly text: string;
}

const CONFIG = [
  ['http.receivepack', 'true'],
  ['uploadpack.allowAnySHA1InWant', 'true'],
  ['uploadpack.allowFilter', 'true'],
  // People fetch the heads of pull requests, but nobody pushes to them.
  ['receive.hideRefs', 'refs/pull'],
  ['receive.autogc', 'false'],
  ['gc.auto', '0'],
] as const;

/** Git without anybody's own configuration. */
export function gitEnvironment(): Readonly<Record<string, string>> {
  return {
    PATH: process.env['PATH'] ?? '',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
}

/**
 * The repository behind the stand-in. Calls are synchronous, so that no other request is served between the steps of
 * one change.
 */
export class BareRepository {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Makes `<folder>/<name>.git` with the branch `main` to come. */
  static create(folder: string, name: string): BareRepository {
    const path = join(folder, `${name}.git`);
    mkdirSync(path, { recursive: true });
    const repository = new BareRepository(path);
    repository.run(['init', '--quiet', '--bare', '-b', 'main']);
    for (const [key, value] of CONFIG) repository.run(['config', key, value]);
    return repository;
  }

  /** Throws when git ends with anything but 0. */
  run(args: readonly string[], call: GitCall = {}): string {
    const { exitCode, text } = this.try(args, call);
    if (exitCode !== 0) throw new Error(`git ${args[0]} ended with ${exitCode}: ${text}`);
    return text;
  }

  /** Gives any exit code; the text is what git printed, its errors last. */
  try(args: readonly string[], call: GitCall = {}): GitEnd {
    const { status, stdout, stderr, error } = spawnSync('git', ['-C', this.path, ...args], {
      env: { ...gitEnvironment(), ...call.env },
      input: call.input ?? '',
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (error !== undefined) throw error;
    return { exitCode: status ?? -1, text: status === 0 ? stdout.trimEnd() : `${stdout}${stderr}`.trimEnd() };
  }

  /** The commit that a branch, tag or commit id names. */
  resolve(name: string): string | undefined {
    const { exitCode, text } = this.try([
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${name}^{commit}`,
    ]);
    return exitCode === 0 ? text : undefined;
  }

  /** Every branch and its tip. */
  branches(): ReadonlyMap<string, string> {
    const text = this.run(['for-each-ref', '--format=%(objectname) %(refname:lstrip=2)', 'refs/heads']);
    const lines = text === '' ? [] : text.split('\n');
    return new Map(lines.map((line) => [line.slice(41), line.slice(0, 40)]));
  }

  /** What `to` has and `from` lacks, oldest first. */
  commitsBetween(from: string, to: string): readonly string[] {
    const text = this.run(['rev-list', '--reverse', '--topo-order', to, `^${from}`]);
    return text === '' ? [] : text.split('\n');
  }

  isAncestor(older: string, newer: string): boolean {
    return this.try(['merge-base', '--is-ancestor', older, newer]).exitCode === 0;
  }

  updateRef(ref: string, sha: string): void {
    this.run(['update-ref', ref, sha]);
  }
}
