import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { outputSchemas } from '../../src/core/report/report-schemas.ts';

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'dist/main.js');

/** Paths with `/` and what they hold; null deletes. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;
type ScenarioReport = ReturnType<typeof outputSchemas.report.parse>;

interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Runs as another user; the state folder must let it in. */
  readonly uid?: number;
  /** Replaces the scenario's own places, such as `--state`. */
  readonly places?: Partial<Record<'--repo' | '--amp-root' | '--state', string>>;
}

interface RunResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A Git repository, an instances folder and a state folder on a real disk, for the built command as a child process. */
export interface Scenario {
  readonly dir: string;
  readonly repo: string;
  readonly ampRoot: string;
  readonly state: string;
  /** Adds the places that the command takes. */
  run(words: readonly string[], options?: RunOptions): RunResult;
  /** The same with `--json`, its document parsed along the schema. */
  report(words: readonly string[], options?: RunOptions): RunResult & { readonly report: ScenarioReport };
  /** Starts it and gives the process; `ended` resolves with what it did. */
  start(words: readonly string[], options?: RunOptions): RunningCommand;
  commit(files: Files): void;
  git(...words: readonly string[]): string;
  writeLive(files: Files): void;
  readLive(path: string): string;
  /** Everything below the instances folder: kind, mode and digest by path. */
  snapshot(): Readonly<Record<string, string>>;
}

interface RunningCommand {
  readonly pid: number;
  readonly kill: () => void;
  readonly ended: Promise<RunResult>;
}

/** Made inside a test, and gone when the test ends. */
export function createScenario(repository: Files, live: Files): Scenario {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'homeamp-scenario-')));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const places = { repo: join(dir, 'repo'), ampRoot: join(dir, 'instances'), state: join(dir, 'state') };
  for (const folder of [places.repo, places.ampRoot]) mkdirSync(folder);
  const git = (...words: readonly string[]) => runGit(places.repo, words);
  const wordsOf = (words: readonly string[], options: RunOptions) => [
    MAIN,
    ...withPlaces(words, {
      '--repo': places.repo,
      '--amp-root': places.ampRoot,
      '--state': places.state,
      ...options.places,
    }),
  ];
  const run = (words: readonly string[], options: RunOptions = {}): RunResult => {
    const { status, stdout, stderr } = spawnSync(process.execPath, wordsOf(words, options), {
      ...settingsOf(dir, options),
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    return { code: status, out: stdout, err: stderr };
  };
  const commit = (files: Files) => {
    writeAll(places.repo, files);
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', 'A change');
  };
  writeAll(places.ampRoot, live);
  git('init', '--quiet', '--initial-branch=main');
  commit(repository);
  return {
    dir,
    ...places,
    run,
    report(words, options) {
      const result = run([...words, '--json'], options);
      if (result.out === '') throw new Error(`no report: ${result.code}\n${result.err}`);
      return { ...result, report: outputSchemas.report.parse(JSON.parse(result.out)) };
    },
    start: (words, options = {}) => startCommand(wordsOf(words, options), settingsOf(dir, options)),
    commit,
    git,
    writeLive: (files) => writeAll(places.ampRoot, files),
    readLive: (path) => readFileSync(join(places.ampRoot, path), 'utf8'),
    snapshot: () => Object.fromEntries(describeTree(places.ampRoot, '')),
  };
}

interface ChildSettings {
  readonly env: Record<string, string>;
  readonly cwd: string;
  readonly uid?: number;
  readonly gid?: number;
}

function settingsOf(dir: string, { environment, uid }: RunOptions): ChildSettings {
  const env = { PATH: process.env['PATH'] ?? '', HOME: dir, ...environment };
  return { env, cwd: dir, ...(uid === undefined ? {} : { uid, gid: uid }) };
}

function startCommand(words: readonly string[], settings: ChildSettings): RunningCommand {
  const child = spawn(process.execPath, [...words], { ...settings, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => {
    chunks.out += data;
  });
  child.stderr.on('data', (data: Buffer) => {
    chunks.err += data;
  });
  const ended = new Promise<RunResult>((resolve) =>
    child.once('close', (code) => resolve({ code, ...chunks })),
  );
  return { pid: child.pid ?? 0, kill: () => void child.kill('SIGKILL'), ended };
}

const ALL = ['--repo', '--amp-root', '--state'] as const;
const TAKES: Readonly<Record<string, readonly (typeof ALL)[number][]>> = {
  validate: ['--repo', '--state'],
  render: ['--repo', '--state'],
  plan: ALL,
  apply: ALL,
  status: ALL,
  explain: ALL,
  parity: ALL,
  history: ['--state'],
  rollback: ['--state'],
};

function withPlaces(
  words: readonly string[],
  places: Record<(typeof ALL)[number], string>,
): readonly string[] {
  return [...words, ...(TAKES[words[0] ?? ''] ?? []).flatMap((option) => [option, places[option]])];
}

function writeAll(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    const full = join(folder, path);
    if (content === null) rmSync(full, { recursive: true });
    else {
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, content);
    }
  }
}

function runGit(folder: string, words: readonly string[]): string {
  const settings = ['user.name=Test', 'user.email=test@example.org', 'commit.gpgsign=false'];
  return execFileSync('git', [...settings.flatMap((setting) => ['-c', setting]), ...words], {
    cwd: folder,
    stdio: 'pipe',
    encoding: 'utf8',
  });
}

function describeTree(folder: string, below: string): readonly (readonly [string, string])[] {
  return readdirSync(join(folder, below)).flatMap((name) => {
    const path = below === '' ? name : `${below}/${name}`;
    const stats = lstatSync(join(folder, path));
    const mode = (stats.mode & 0o7777).toString(8);
    if (stats.isDirectory()) return [[path, `folder ${mode}`] as const, ...describeTree(folder, path)];
    const digest = stats.isFile()
      ? createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex')
      : 'special';
    return [[path, `${mode} ${digest}`] as const];
  });
}
