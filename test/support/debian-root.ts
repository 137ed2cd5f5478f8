import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PACKAGES = ['ca-certificates', 'dbus', 'git', 'sudo', 'systemd'];
const BUILD_MILLIS = 240_000;

/** True where a Debian can be unpacked and run apart: root, debootstrap, and leave to mount. */
export const hasDebian =
  process.getuid?.() === 0 &&
  spawnSync('debootstrap', ['--version']).status === 0 &&
  spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']).status === 0;

/** The folder of a clean Debian 12 with git and systemd, fetched once and kept for later runs. Nobody may write to it. */
export async function debianRoot(): Promise<string> {
  const folder = cacheFolder();
  const root = join(folder, 'root');
  if (existsSync(root)) return root;
  const build = [
    `[ -d "$2" ] || {`,
    `  rm -rf "$2.new"`,
    `  debootstrap --variant=minbase --include=${PACKAGES.join(',')} bookworm "$2.new" "$1" >"$2.log" 2>&1`,
    `  rm -rf "$2.new/var/cache/apt/archives" "$2.new/var/lib/apt/lists"`,
    `  mv "$2.new" "$2"`,
    `}`,
  ].join('\n');
  const words = [join(folder, 'lock'), 'bash', '-ec', build, 'build', await mirror(), root];
  // A folder that is thrown away when the power goes needs no flush to the disk after each file.
  const env = { ...process.env, DPKG_FORCE: 'unsafe-io' };
  await run('flock', words, { timeout: BUILD_MILLIS, env });
  return root;
}

/** A layer with the Node that runs this test and its npm, made once for each version. */
export function nodeLayer(): string {
  const layer = join(cacheFolder(), `node-${process.version}`);
  if (existsSync(layer)) return layer;
  const unfinished = `${layer}.${process.pid}`;
  const place = join(unfinished, 'usr/local');
  for (const name of ['bin', 'lib/node_modules']) mkdirSync(join(place, name), { recursive: true });
  cpSync(process.execPath, join(place, 'bin/node'));
  cpSync(npmFolder(), join(place, 'lib/node_modules/npm'), { recursive: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(place, 'bin/npm'));
  try {
    renameSync(unfinished, layer);
  } catch (error) {
    // Another test was faster.
    if (!existsSync(layer)) throw error;
    rmSync(unfinished, { recursive: true });
  }
  return layer;
}

function npmFolder(): string {
  const beside = join(dirname(process.execPath), '../lib/node_modules/npm');
  if (existsSync(beside)) return beside;
  return join(execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim(), 'npm');
}

function cacheFolder(): string {
  const folder = join(tmpdir(), `homeamp-debian-12-${PACKAGES.join('-')}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Where this machine gets its own packages from. */
async function mirror(): Promise<string> {
  const filter = ['Created-By: Packages', 'Release: bookworm'];
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(SITE)', ...filter]);
  const site = stdout.split('\n')[0]?.trim() ?? '';
  if (site === '') throw new Error('apt names no mirror of bookworm');
  return site;
}
