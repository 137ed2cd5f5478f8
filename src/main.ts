#!/usr/bin/env node
import { userInfo } from 'node:os';
import packageJson from '../package.json' with { type: 'json' };
import type { CliContext, HostPlace, Output } from './cli/cli-context.ts';
import type { CommandSpec } from './cli/command.ts';
import { COMMANDS } from './cli/commands.ts';
import { EXIT } from './cli/exit-codes.ts';
import { runCli } from './cli/run-cli.ts';
import { DEMO } from './demo/demo-spec.ts';
import { readSuspensions } from './engine/orders/suspensions-note.ts';
import { readInput } from './main/read-input.ts';
import { ask, TERMINAL_QUESTIONS } from './main/terminal-questions.ts';
import type { Log } from './ports/log.ts';
import type { Notes } from './ports/notes.ts';

const version = packageJson.version;

/** Every command, those of other folders included. */
const commands: readonly CommandSpec[] = [...COMMANDS, DEMO];

const canAsk = process.stdin.isTTY === true && process.stdout.isTTY === true;

const context: CliContext = {
  version,
  environment: process.env,
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  openReaders,
  openWriters,
  openState: async (stateDir) => {
    const { openState } = await import('./adapters/state/index.ts');
    const state = await openState(stateDir);
    return { host: state, close: () => state.close() };
  },
  openStateWriters: async (stateDir) => {
    const state = await openLocked(stateDir);
    return { host: { ...state.parts, ...(await fileParts(stateDir)) }, close: state.close };
  },
  openBackups: async (stateDir) => {
    const { backups, signer } = await fileParts(stateDir);
    const places = [{ name: 'host', store: backups }] as const;
    return { host: { places, signer }, close: async () => undefined };
  },
  openRestorer: async ({ stateDir, ampRoot }) => {
    const { createLocalInstances } = await import('./adapters/amp/index.ts');
    const state = await openLocked(stateDir);
    const parts = { ...(await fileParts(stateDir)), locals: createLocalInstances(ampRoot) };
    return { host: { ...state.parts, ...parts }, close: state.close };
  },
  openRepository: repositoryParts,
  openAgent: async (settings) => {
    const { openAgent } = await import('./main/open-agent.ts');
    return openAgent(settings, { environment: process.env, version, log: QUIET, actor: actorName() });
  },
  openDoctor: async (settingsFile) => {
    const { openDoctor } = await import('./main/open-doctor.ts');
    return openDoctor(settingsFile, { environment: process.env, version, actor: actorName() });
  },
  startAgent: async (settings, { once }) => {
    const { startAgent } = await import('./main/start-agent.ts');
    return startAgent(settings, {
      once,
      environment: process.env,
      version,
      write: (line) => void process.stdout.write(line),
      isTerminal: process.stdout.isTTY === true,
    });
  },
  openServers: async (ampRoot) => {
    const [{ createLocalInstances }, { createLiveFileReader }] = await Promise.all([
      import('./adapters/amp/index.ts'),
      import('./adapters/files/index.ts'),
    ]);
    return { locals: createLocalInstances(ampRoot), files: createLiveFileReader() };
  },
  openImportPlace: async (place, name) => {
    const { openImportPlace } = await import('./main/open-import-place.ts');
    return openImportPlace(place, name);
  },
  readTemplates: async () => (await import('./main/read-templates.ts')).readTemplates(),
  workbookFiles: {
    read: async (file, bytes) => (await import('./adapters/workbook/index.ts')).readWorkbook(file, bytes),
    write: async (draft) => (await import('./adapters/workbook/index.ts')).writeWorkbook(draft),
  },
  openSealer: async () => (await import('./adapters/secrets/index.ts')).secretSealer,
  openTrackedFiles: async (dir) => (await import('./adapters/git/index.ts')).createTrackedFiles(dir),
  readInput: process.stdin.isTTY === true ? undefined : readInput,
  pluginDefaults: {
    read: async (place, files) =>
      (await import('./adapters/plugins/index.ts')).pluginDefaults.read(place, files),
  },
  ask: canAsk ? ask : undefined,
  questions: canAsk ? TERMINAL_QUESTIONS : undefined,
  onInterrupt: (listener) => {
    process.on('SIGINT', listener);
    return () => process.off('SIGINT', listener);
  },
};

/** Commands say what they do themselves. */
const QUIET: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

process.stdout.on('error', goOnWithoutOutput);
process.stderr.on('error', goOnWithoutOutput);
process.exitCode = await runCli(process.argv.slice(2), context, commands);

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    width: () => stream.columns,
  };
}

/** Whoever reads may stop reading, as `head` does; an apply must not end in the middle for that. */
function goOnWithoutOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  process.once('exit', () => {
    process.exitCode = EXIT.transient;
  });
}

async function openReaders(place: HostPlace) {
  const { openState } = await import('./adapters/state/index.ts');
  const state = await openState(place.stateDir);
  try {
    const parts = await hostParts(place, { scanOnce: true });
    return { host: { ...state, ...parts, ...ordersIn(state) }, close: () => state.close() };
  } catch (error) {
    await state.close();
    throw error;
  }
}

async function openWriters(place: HostPlace) {
  const state = await openLocked(place.stateDir);
  try {
    const parts = { ...(await hostParts(place, {})), ...(await fileParts(place.stateDir)) };
    return { host: { ...state.parts, ...parts, ...ordersIn(state.parts) }, close: state.close };
  } catch (error) {
    await state.close();
    throw error;
  }
}

/** What an agent's host was told holds for whoever works on it by hand as well. */
function ordersIn({ notes }: { readonly notes: Notes }) {
  return { suspensions: () => readSuspensions(notes) };
}

/** Who gave the command. A container may run as a user that nobody named. */
function actorName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

async function openLocked(stateDir: string) {
  const { lockState, openState } = await import('./adapters/state/index.ts');
  const state = await openState(stateDir, actorName());
  try {
    const release = lockState(stateDir);
    const close = async () => {
      await state.close();
      release();
    };
    return { parts: state, close };
  } catch (error) {
    await state.close();
    throw error;
  }
}

async function fileParts(stateDir: string) {
  const [
    { createFilesOnlyControl },
    { createLiveFileReader, createLiveFileWriter },
    { openHostBackups },
    { createSigner },
    { systemClock },
  ] = await Promise.all([
    import('./adapters/amp/index.ts'),
    import('./adapters/files/index.ts'),
    import('./main/open-store.ts'),
    import('./adapters/state/index.ts'),
    import('./adapters/clock/index.ts'),
  ]);
  const backups = openHostBackups(stateDir, systemClock);
  return {
    control: createFilesOnlyControl({}),
    amp: undefined,
    files: createLiveFileReader(),
    writer: createLiveFileWriter(),
    backups,
    undoBackups: backups,
    signer: createSigner(stateDir),
    clock: systemClock,
  };
}

async function hostParts(place: HostPlace, control: { readonly scanOnce?: boolean }) {
  const [
    { createFilesOnlyControl, createLocalInstances },
    { createLiveFileReader, openLiveFile },
    { createJarReader },
    { systemClock },
  ] = await Promise.all([
    import('./adapters/amp/index.ts'),
    import('./adapters/files/index.ts'),
    import('./adapters/plugins/index.ts'),
    import('./adapters/clock/index.ts'),
  ]);
  return {
    ...(await repositoryParts(place)),
    files: createLiveFileReader(),
    locals: createLocalInstances(place.ampRoot),
    jars: createJarReader(openLiveFile),
    control: createFilesOnlyControl(control),
    amp: undefined,
    clock: systemClock,
    version,
  };
}

async function repositoryParts({ repo, stateDir }: Pick<HostPlace, 'repo' | 'stateDir'>) {
  const [{ createGitSource }, { readWorkbook }, { createSecretSource }] = await Promise.all([
    import('./adapters/git/index.ts'),
    import('./adapters/workbook/index.ts'),
    import('./adapters/secrets/index.ts'),
  ]);
  const source = createGitSource({ location: repo, stateDir });
  return {
    source,
    hasUncommittedChanges: () => source.uncommittedChanges(),
    workbooks: { read: readWorkbook },
    secrets: createSecretSource(process.env, stateDir),
  };
}
