import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createFilesOnlyControl, createLocalInstances } from '../../src/adapters/amp/index.ts';
import { systemClock } from '../../src/adapters/clock/index.ts';
import { createLiveFileReader, createLiveFileWriter, openLiveFile } from '../../src/adapters/files/index.ts';
import { createGitSource, createTrackedFiles } from '../../src/adapters/git/index.ts';
import { createLocalObjectStore } from '../../src/adapters/object-store/index.ts';
import { createJarReader, pluginDefaults } from '../../src/adapters/plugins/index.ts';
import { createSecretSource, secretSealer } from '../../src/adapters/secrets/index.ts';
import { createSigner, lockState, openState } from '../../src/adapters/state/index.ts';
import { readWorkbook, writeWorkbook } from '../../src/adapters/workbook/index.ts';
import type { CliContext, HostPlace, Questions } from '../../src/cli/cli-context.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { readSuspensions } from '../../src/engine/orders/suspensions-note.ts';
import { openImportPlace } from '../../src/main/open-import-place.ts';
import { readTemplates } from '../../src/main/read-templates.ts';
import type { ProcessState } from '../../src/ports/instance-control.ts';
import type { LiveFileWriter } from '../../src/ports/live-files.ts';
import type { Notes } from '../../src/ports/notes.ts';
import type { WorkbookReader } from '../../src/ports/workbook-reader.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** What a test may put in place of the usual world. */
export interface RunOptions {
  /** Columns of a terminal; undefined = no terminal. */
  readonly columns?: number;
  /** Answers each question; undefined = nobody to ask. */
  readonly answer?: (question: string) => boolean;
  /** What is typed at each question that takes more than yes or no; '' takes what is offered. */
  readonly typed?: (question: string) => string;
  /** What is given on the standard input; undefined = a terminal. */
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Adds no options. */
  readonly bare?: boolean;
  /** Wraps the writer, for faults. */
  readonly writer?: (real: LiveFileWriter) => LiveFileWriter;
  readonly process?: ProcessState;
  /** Called with the interrupt's listener once an apply waits for one. */
  readonly onInterrupt?: (listener: () => void) => void;
}

export interface RunResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A Git repository, an instances folder and a state folder on a real disk, and the command line over them. */
export interface CliRig {
  readonly dir: string;
  readonly repo: string;
  readonly ampRoot: string;
  readonly state: string;
  /** Adds `--repo`, `--amp-root` and `--state` where the command takes them. */
  run(words: readonly string[], options?: RunOptions): Promise<RunResult>;
  commit(files: Files): void;
  writeLive(path: string, content: string | Uint8Array): void;
  readLive(path: string): string;
  dispose(): void;
}

const TAKES: Readonly<Record<string, readonly string[]>> = {
  adopt: ['--repo', '--amp-root', '--state'],
  validate: ['--repo'],
  render: ['--repo'],
  plan: ['--repo', '--amp-root', '--state'],
  apply: ['--repo', '--amp-root', '--state'],
  status: ['--repo', '--amp-root', '--state'],
  plugins: ['--repo', '--amp-root', '--state'],
  explain: ['--repo', '--amp-root', '--state'],
  parity: ['--repo', '--amp-root', '--state'],
  history: ['--state'],
  audit: ['--state'],
  rollback: ['--state'],
  backups: ['--state', '--amp-root'],
  variables: ['--repo'],
  secrets: ['--repo', '--state'],
};

export function createCliRig(repository: Files, live: Files): CliRig {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'homeamp-cli-')));
  const places = { repo: join(dir, 'repo'), ampRoot: join(dir, 'instances'), state: join(dir, 'state') };
  mkdirSync(places.ampRoot);
  writeAll(places.ampRoot, live);
  mkdirSync(places.repo);
  git(places.repo, 'init', '--quiet', '--initial-branch=main');
  const commit = (files: Files) => {
    writeAll(places.repo, files);
    git(places.repo, 'add', '--all');
    git(places.repo, 'commit', '--quiet', '--message', 'A change');
  };
  commit(repository);
  return {
    dir,
    ...places,
    commit,
    run: (words, options = {}) =>
      runWords(options.bare === true ? words : withPlaces(words, places), options),
    writeLive: (path, content) => writeAll(places.ampRoot, { [path]: content }),
    readLive: (path) => readFileSync(join(places.ampRoot, path), 'utf8'),
    dispose: () => rmSync(dir, { recursive: true, force: true }),
  };
}

function writeAll(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function git(folder: string, ...words: readonly string[]): void {
  const settings = [
    '-c',
    'user.name=Test',
    '-c',
    'user.email=test@example.org',
    '-c',
    'commit.gpgsign=false',
  ];
  execFileSync('git', [...settings, ...words], { cwd: folder, stdio: 'pipe' });
}

function withPlaces(
  words: readonly string[],
  places: { readonly repo: string; readonly ampRoot: string; readonly state: string },
): readonly string[] {
  const byOption = new Map([
    ['--repo', places.repo],
    ['--amp-root', places.ampRoot],
    ['--state', places.state],
  ]);
  const missing = (TAKES[words[0] ?? ''] ?? []).filter((option) => !words.includes(option));
  return [...words, ...missing.flatMap((option) => [option, byOption.get(option) ?? ''])];
}

async function runWords(words: readonly string[], options: RunOptions): Promise<RunResult> {
  const chunks = { out: [] as string[], err: [] as string[] };
  const output = (into: string[]) => ({
    write: (text: string) => void into.push(text),
    isTerminal: options.columns !== undefined,
    width: () => options.columns,
  });
  const { answer, typed, input } = options;
  const context: CliContext = {
    ...openers(options),
    version: '0.0.0-test',
    environment: options.environment ?? {},
    stdout: output(chunks.out),
    stderr: output(chunks.err),
    ask: answer === undefined ? undefined : async (question) => answer(question),
    questions: typed === undefined ? undefined : questionsFrom(typed),
    openSealer: async () => secretSealer,
    openTrackedFiles: async (dir) => createTrackedFiles(dir),
    readInput: input === undefined ? undefined : async () => input,
    openImportPlace,
    readTemplates: async () => readTemplates(),
    pluginDefaults,
    openServers: async (root) => ({ locals: createLocalInstances(root), files: createLiveFileReader() }),
    workbookFiles: { ...workbooks, write: writeWorkbook },
    openAgent: () => Promise.reject(new Error('no agent here')),
    openDoctor: () => Promise.reject(new Error('no agent here')),
    startAgent: () => Promise.reject(new Error('no agent here')),
    onInterrupt: (listener) => {
      options.onInterrupt?.(listener);
      return () => undefined;
    },
  };
  const code = await runCli(words, context, COMMANDS);
  return { code, out: chunks.out.join(''), err: chunks.err.join('') };
}

function questionsFrom(typed: (question: string) => string): Questions {
  const prompt: Questions['prompt'] = async (question, fallback) => typed(question) || fallback;
  return {
    prompt,
    promptHidden: async (question) => typed(question),
    choose: async (question) => Number(typed(question) || '1') - 1,
  };
}

type Openers = Pick<
  CliContext,
  | 'openReaders'
  | 'openWriters'
  | 'openState'
  | 'openStateWriters'
  | 'openBackups'
  | 'openRestorer'
  | 'openRepository'
>;

const workbooks: WorkbookReader = { read: readWorkbook };

function openers(options: RunOptions): Openers {
  const repository = ({ repo, stateDir }: Pick<HostPlace, 'repo' | 'stateDir'>) => {
    const source = createGitSource({ location: repo, stateDir });
    const secrets = createSecretSource(options.environment ?? {}, stateDir);
    return { source, workbooks, secrets, hasUncommittedChanges: () => source.uncommittedChanges() };
  };
  const host = (place: HostPlace) => ({
    ...repository(place),
    files: createLiveFileReader(),
    locals: createLocalInstances(place.ampRoot),
    jars: createJarReader(openLiveFile),
    control: { processState: () => options.process ?? ({ kind: 'stopped' } as const) },
    amp: undefined,
    clock: systemClock,
    version: '0.0.0-test',
  });
  const writers = (stateDir: string) => ({
    files: createLiveFileReader(),
    writer: options.writer?.(createLiveFileWriter()) ?? createLiveFileWriter(),
    backups: createLocalObjectStore(join(stateDir, 'backups')),
    undoBackups: createLocalObjectStore(join(stateDir, 'backups')),
    signer: createSigner(stateDir),
    clock: systemClock,
  });
  const ordersIn = ({ notes }: { readonly notes: Notes }) => ({ suspensions: () => readSuspensions(notes) });
  const locked = async (stateDir: string) => {
    const state = await openState(stateDir, 'tester');
    try {
      const release = lockState(stateDir);
      const close = async () => {
        await state.close();
        release();
      };
      return { state, close };
    } catch (error) {
      await state.close();
      throw error;
    }
  };
  return {
    openRepository: async (place) => repository(place),
    openState: async (stateDir) => {
      const state = await openState(stateDir);
      return { host: state, close: () => state.close() };
    },
    openBackups: async (stateDir) => {
      const store = createLocalObjectStore(join(stateDir, 'backups'));
      const host = { places: [{ name: 'host', store }] as const, signer: createSigner(stateDir) };
      return { host, close: async () => undefined };
    },
    openRestorer: async ({ stateDir, ampRoot }) => {
      const { state, close } = await locked(stateDir);
      const control = { processState: () => options.process ?? ({ kind: 'stopped' } as const) };
      const locals = createLocalInstances(ampRoot);
      return { host: { ...state, control, locals, ...writers(stateDir) }, close };
    },
    openReaders: async (place) => {
      const state = await openState(place.stateDir);
      return { host: { ...state, ...host(place), ...ordersIn(state) }, close: () => state.close() };
    },
    openWriters: async (place) => {
      const { state, close } = await locked(place.stateDir);
      return { host: { ...state, ...host(place), ...writers(place.stateDir), ...ordersIn(state) }, close };
    },
    openStateWriters: async (stateDir) => {
      const { state, close } = await locked(stateDir);
      return { host: { ...state, control: createFilesOnlyControl(), ...writers(stateDir) }, close };
    },
  };
}
