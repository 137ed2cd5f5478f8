import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A Debian with files, processes and a name of its own, on this machine's network. */
export interface DebianMachine {
  /** Runs lines of bash in it, as root unless told otherwise, and gives both outputs together. */
  run(lines: string, how?: RunOptions): Promise<Ran>;
  /** Copies a file or folder of this machine into it. */
  bring(from: string, to: string): void;
  /** A folder with what was changed in it: a layer for other machines, once this one is stopped. */
  readonly layer: string;
  stop(): Promise<void>;
}

export interface RunOptions {
  readonly user?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

export interface MachineOptions {
  /** Where it keeps what is changed in it; the caller removes that. */
  readonly folder: string;
  /** Folders that make up its disk, the upmost first; they are left as they are. */
  readonly layers: readonly string[];
  /** True to let systemd run it. */
  readonly systemd?: boolean;
}

const COMMAND_MILLIS = 180_000;
const MARK = 'run/homeamp-machine';

/** Mounts the machine's disk and becomes its first process. */
const BOOT = `
mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=$LOWER,upperdir=$DIR/layer,workdir=$DIR/work" "$DIR/root"
cd "$DIR/root"
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=755 tmpfs dev
for name in null zero full random urandom tty; do touch "dev/$name"; mount --bind "/dev/$name" "dev/$name"; done
mkdir dev/shm dev/pts
mount -t tmpfs tmpfs dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs tmpfs tmp
mkdir -p run/lock
hostname frost
echo frost >etc/hostname
printf '127.0.0.1 localhost frost\\n' >etc/hosts
mount -t cgroup2 cgroup2 sys/fs/cgroup
touch ${MARK}
exec env -i container=other PATH=/usr/sbin:/usr/bin chroot . $INIT
`;
const SYSTEMD = '/lib/systemd/systemd --log-target=null systemd.unified_cgroup_hierarchy=1';

/** Starts a machine; the caller stops it. It also ends with this process. */
export async function startDebianMachine(options: MachineOptions): Promise<DebianMachine> {
  const dir = mkdtempSync(join(options.folder, 'machine-'));
  const layer = join(dir, 'layer');
  for (const name of ['layer', 'work', 'root']) mkdirSync(join(dir, name));
  const spaces = ['--mount', '--pid', '--uts', '--ipc', '--cgroup', '--fork', '--kill-child'];
  const holder = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', ...spaces, 'bash', '-ec', BOOT], {
    env: {
      PATH: process.env['PATH'],
      DIR: dir,
      LOWER: options.layers.join(':'),
      INIT: options.systemd === true ? SYSTEMD : 'sleep infinity',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = () => ended(holder);
  try {
    const pid = await firstProcess(holder);
    const run: DebianMachine['run'] = (lines, how = {}) => runIn(pid, lines, how);
    if (options.systemd === true) await isUp(run);
    const bring = (from: string, to: string) =>
      cpSync(from, join(`/proc/${pid}/root`, to), { recursive: true, verbatimSymlinks: true });
    return { run, bring, layer, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** As this machine numbers it, once it has its own disk. */
async function firstProcess(holder: ChildProcess): Promise<number> {
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    if (holder.exitCode !== null) throw new Error(`the machine ended with ${holder.exitCode}`);
    const children = `/proc/${holder.pid}/task/${holder.pid}/children`;
    const pid = existsSync(children) ? Number(readFileSync(children, 'utf8').trim()) : 0;
    if (pid > 0 && existsSync(`/proc/${pid}/root/${MARK}`)) return pid;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the machine does not start');
}

/** Until everything that starts with it has started, or failed. */
async function isUp(run: DebianMachine['run']): Promise<void> {
  const state = 'systemctl is-system-running 2>/dev/null';
  const { code } = await run(
    `for look in {1..600}; do [[ $(${state}) =~ ^(running|degraded)$ ]] && exit; sleep 0.1; done; exit 1`,
  );
  if (code !== 0) throw new Error('the machine does not come up');
}

async function runIn(pid: number, lines: string, { user, environment = {} }: RunOptions): Promise<Ran> {
  const spaces = ['--mount', '--pid', '--uts', '--ipc', '--cgroup', '--root', '--wd'];
  const variables = Object.entries({
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: user === undefined ? '/root' : `/home/${user}`,
    ...environment,
  }).map(([name, value]) => `${name}=${value}`);
  const shell = ['bash', '-c', `{ ${lines}\n} 2>&1`];
  const command = user === undefined ? shell : ['runuser', '-u', user, '--', ...shell];
  const words = ['--target', String(pid), ...spaces, 'env', '-i', ...variables, ...command];
  const child = spawn('nsenter', words, { stdio: ['ignore', 'pipe', 'inherit'], timeout: COMMAND_MILLIS });
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => void pieces.push(piece));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('close', resolve).once('error', reject),
  );
  return { code, output: Buffer.concat(pieces).toString() };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
