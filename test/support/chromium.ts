import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = '/usr/bin/chromium';
export const hasChromium = existsSync(PROGRAM);

/** Nothing that a browser asks of the world by itself. */
const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--hide-scrollbars',
];

export interface Browsed {
  readonly out: string;
  /** Among other things what the page's console said. */
  readonly err: string;
}

/** Runs the browser once with these words, in a profile that is gone afterwards. Rejects after 40 seconds. */
export async function browse(...words: readonly string[]): Promise<Browsed> {
  const profile = mkdtempSync(join(tmpdir(), 'homeamp-chromium-'));
  try {
    return await run([...QUIET, `--user-data-dir=${profile}`, '--enable-logging=stderr', ...words]);
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

function run(words: readonly string[]): Promise<Browsed> {
  return new Promise((resolve, reject) => {
    const child = spawn(PROGRAM, words, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 40_000 });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve({ out, err }) : reject(new Error(`chromium ended with ${code}: ${err}`)),
    );
  });
}
