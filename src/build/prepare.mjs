// Makes a fresh clone ready to run: installs what the lock file names and builds dist/, each only when needed.
// With --build-only it installs nothing.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const lock = join(root, 'package-lock.json');
const stamp = join(root, 'node_modules/.homeamp-lock');
const built = join(root, 'dist/main.js');

if (!process.argv.includes('--build-only') && !isInstalled()) {
  console.log('Installing what package-lock.json names …');
  run(process.platform === 'win32' ? 'npm.cmd' : 'npm', [
    'ci',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  writeFileSync(stamp, lockDigest());
}
if (!isBuilt()) {
  console.log('Building dist/ …');
  run(process.execPath, [join(root, 'src/build/bundle.mjs')]);
}

function isInstalled() {
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === lockDigest();
  // An install that somebody else made counts while npm's own record is newer than the lock file.
  const record = join(root, 'node_modules/.package-lock.json');
  return existsSync(record) && statSync(record).mtimeMs >= statSync(lock).mtimeMs;
}

function lockDigest() {
  return createHash('sha256').update(readFileSync(lock)).digest('hex');
}

function isBuilt() {
  if (!existsSync(built)) return false;
  const at = statSync(built).mtimeMs;
  return newest(join(root, 'src')) <= at && statSync(join(root, 'package.json')).mtimeMs <= at;
}

/** The latest change below a folder, its own included, so that a deleted file counts. */
function newest(folder) {
  let latest = statSync(folder).mtimeMs;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

function run(command, words) {
  const { status, error } = spawnSync(command, words, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) return;
  console.error(`homeamp: ${command} ${words.join(' ')} failed${error ? `: ${error.message}` : ''}`);
  process.exit(1);
}
