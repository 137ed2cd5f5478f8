import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';

const MAIN = join(import.meta.dirname, '../../dist/main.js');
const PATIENCE_MILLIS = 25_000;

/** One line of an agent's log. */
export interface LogLine {
  readonly at: string;
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** The built command as a process of its own. */
export interface AgentProcess {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Of its log so far; every whole line must be JSON. */
  lines(): readonly LogLine[];
  /** Waits for a line with this message after the first `from` lines, and gives it. */
  until(message: string, from?: number): Promise<LogLine>;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, and what became of it. */
  stop(): Promise<Ended>;
  /** Closes the other end of its output, as a pipe does whose reader ended. */
  stopReading(): void;
  isRunning(): boolean;
  /** Resident memory in bytes. */
  memory(): number;
}

export interface ProcessPlace {
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** Starts `homeamp` with these words. It is killed when the test ends, should it still run. */
export function startProcess(words: readonly string[], { environment, folder }: ProcessPlace): AgentProcess {
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...environment },
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => {
    said.out += data;
  });
  child.stderr.on('data', (data: Buffer) => {
    said.err += data;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, ...said }));
  });
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  onTestFinished(async () => {
    if (isRunning()) child.kill('SIGKILL');
    await ended;
  });
  const lines = () => parseLines(said.out);
  return {
    pid: pidOf(child),
    ended,
    lines,
    async until(message, from = 0) {
      const find = () =>
        lines()
          .slice(from)
          .find((line) => line.message === message);
      const isOver = () => find() !== undefined || !isRunning();
      await waitFor(isOver, () => `${message}\n${said.out}\n${said.err}`);
      const found = find();
      expect(found, `the process ended without: ${message}\n${said.out}\n${said.err}`).toBeDefined();
      return found ?? { at: '', level: '', message: '' };
    },
    kill: (signal) => void child.kill(signal),
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    stopReading: () => void child.stdout.destroy(),
    isRunning,
    memory: () => residentBytes(pidOf(child)),
  };
}

/** Looks every few milliseconds whether something holds. */
export async function waitFor(holds: () => boolean, what: string | (() => string)): Promise<void> {
  const end = performance.now() + PATIENCE_MILLIS;
  while (!holds()) {
    if (performance.now() > end) {
      throw new Error(`it did not happen in time: ${typeof what === 'string' ? what : what()}`);
    }
    await sleep(10);
  }
}

/** Command lines of this computer's processes that name a folder. */
export function processesNaming(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => readProc(`/proc/${name}/cmdline`).replaceAll('\0', ' '))
    .filter((line) => line.includes(folder));
}

function parseLines(text: string): readonly LogLine[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as LogLine);
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('the process did not start');
  return pid;
}

function residentBytes(pid: number): number {
  const [, kibibytes = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readProc(`/proc/${pid}/status`)) ?? [];
  return Number(kibibytes) * 1024;
}

function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
