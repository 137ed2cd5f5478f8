import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What npm says when nobody answers. */
const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/;

/** The folder of the package, packed and installed below `dir` as README.md says; undefined where npm reaches nothing. */
export function installPackage(dir: string): string | undefined {
  const prefix = join(dir, 'prefix');
  mkdirSync(prefix);
  // dist/ is built already; building it anew would pull it from under the tests that run beside this one.
  const packed = npm(['pack', '--ignore-scripts', '--pack-destination', dir], ROOT);
  if (packed.status !== 0) throw new Error(packed.stderr);
  const tarball = readdirSync(dir).find((name) => /^homeamp-.*\.tgz$/.test(name)) ?? '';
  const options = ['--global', '--prefix', prefix, '--prefer-offline', '--no-audit', '--no-fund'];
  const installed = npm(['install', ...options, `./${tarball}`], dir);
  if (installed.status === 0) return join(prefix, 'lib/node_modules/homeamp');
  if (UNREACHABLE.test(installed.stderr)) return undefined;
  throw new Error(installed.stderr);
}

function npm(words: readonly string[], cwd: string) {
  // The same Node for everything that is started.
  const path = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  return spawnSync('npm', words, { cwd, encoding: 'utf8', env: { ...process.env, PATH: path } });
}
