import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface ConsoleLine {
  /** Counts up by one. */
  readonly number: number;
  readonly at: number;
  /** `raw`: goes on from the line before, as a stack trace does. `input`: somebody typed it. */
  readonly level: 'INFO' | 'WARN' | 'ERROR' | 'raw' | 'input';
  readonly text: string;
}

/** What a server shows, and its `logs/latest.log`. */
export interface ServerConsole {
  print(level: ConsoleLine['level'], text: string): void;
  /** Begins a new log, and packs the old one, as a server does when it starts. */
  rotate(): void;
  /** Lines with a higher number, of the last thousand. */
  since(number: number): readonly ConsoleLine[];
  /** Of the newest line; 0 when there is none. */
  lastNumber(): number;
}

const MAX_LINES = 1000;

export function createServerConsole(root: string, now: () => number): ServerConsole {
  const logs = join(root, 'logs');
  const latest = join(logs, 'latest.log');
  const lines: ConsoleLine[] = [];
  let last = 0;
  return {
    print(level, text) {
      last += 1;
      const line = { number: last, at: now(), level, text };
      lines.push(line);
      if (lines.length > MAX_LINES) lines.shift();
      mkdirSync(logs, { recursive: true });
      // A log does not hold what was typed.
      if (level !== 'input') appendFileSync(latest, `${logText(line)}\n`);
    },
    rotate() {
      mkdirSync(logs, { recursive: true });
      if (existsSync(latest)) pack(logs, latest, now());
      writeFileSync(latest, '');
    },
    since: (number) => lines.filter((line) => line.number > number),
    lastNumber: () => last,
  };
}

/** A line as the console shows it. */
export function consoleText({ at, level, text }: ConsoleLine): string {
  return level === 'raw' || level === 'input' ? text : `[${timeOf(at)} ${level}]: ${text}`;
}

function logText({ at, level, text }: ConsoleLine): string {
  return level === 'raw' ? text : `[${timeOf(at)}] [Server thread/${level}]: ${text}`;
}

function timeOf(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}

function pack(logs: string, latest: string, at: number): void {
  const day = new Date(at).toISOString().slice(0, 10);
  let count = 1;
  while (existsSync(join(logs, `${day}-${count}.log.gz`))) count += 1;
  const packed = join(logs, `${day}-${count}.log.gz`);
  writeFileSync(`${packed}.tmp`, gzipSync(readFileSync(latest)));
  renameSync(`${packed}.tmp`, packed);
}
