import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cephSettings } from './ceph-settings.ts';
import { freePort } from './free-port.ts';

const run = promisify(execFile);
const PROGRAMS = ['radosgw', 'radosgw-admin', 'ceph', 'ceph-mon', 'ceph-osd', 'monmaptool', 'setpriv'];

/** True where Debian's Ceph can be started: `radosgw`, `ceph-mon`, `ceph-osd`, `ceph-common`. */
export const hasS3Server = PROGRAMS.every(isInstalled);

export interface S3User {
  readonly name: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

export interface S3Server extends S3User {
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** Another user, with buckets of its own alone; `maxBytes` and `maxBuckets` bound what it may hold. */
  addUser(
    name: string,
    quota?: { readonly maxBytes?: number; readonly maxBuckets?: number },
  ): Promise<S3User>;
  /** `radosgw-admin` on this server, for what the tests have no word for. */
  admin(...args: readonly string[]): Promise<string>;
  /** Stops what was started, and forgets every object. */
  stop(): Promise<void>;
}

/** A real S3 server in memory on loopback, in about a second. The caller stops it; it also ends with this process. */
export async function startS3Server(): Promise<S3Server> {
  const dir = mkdtempSync(join(tmpdir(), 'homeamp-s3-'));
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(children.splice(0).map(ended));
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const [port, monitorPort] = [await freePort(), await freePort()];
    const settingsFile = await startCeph({ dir, port, monitorPort, children });
    const admin = async (...args: readonly string[]) =>
      (await run('radosgw-admin', ['-c', settingsFile, ...args], { timeout: 30_000 })).stdout;
    const addUser: S3Server['addUser'] = async (name, quota) => createUser(admin, name, quota);
    const owner = await addUser('owner');
    children.push(daemon(['radosgw', '-f', '-c', settingsFile, '-n', 'client.rgw']));
    const endpoint = `http://127.0.0.1:${port}`;
    await answers(endpoint, children);
    return { endpoint, ...owner, addUser, admin, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface CephPlace {
  readonly dir: string;
  readonly port: number;
  readonly monitorPort: number;
  readonly children: ChildProcess[];
}

/** A monitor and one disk in memory; gives the path of their settings. */
async function startCeph({ dir, port, monitorPort, children }: CephPlace): Promise<string> {
  const clusterId = randomUUID();
  const diskId = randomUUID();
  const [settingsFile, map] = [join(dir, 'ceph.conf'), join(dir, 'monmap')];
  for (const name of ['mon', 'osd', 'rgw', 'run']) mkdirSync(join(dir, name));
  writeFileSync(settingsFile, cephSettings({ dir, port, monitorPort, clusterId }));
  const address = `[v2:127.0.0.1:${monitorPort}]`;
  await run('monmaptool', ['--create', '--fsid', clusterId, '--addv', 'a', address, map]);
  await run('ceph-mon', ['--mkfs', '-i', 'a', '-c', settingsFile, '--monmap', map]);
  children.push(daemon(['ceph-mon', '-f', '-i', 'a', '-c', settingsFile]));
  await Promise.all([
    run('ceph-osd', ['--mkfs', '-i', '0', '-c', settingsFile, '--osd-uuid', diskId]),
    run('ceph', ['-c', settingsFile, 'osd', 'new', diskId, '0'], { timeout: 30_000 }),
  ]);
  children.push(daemon(['ceph-osd', '-f', '-i', '0', '-c', settingsFile]));
  return settingsFile;
}

/** Ends with this process, even when that is killed. */
function daemon(command: readonly string[]): ChildProcess {
  return spawn('setpriv', ['--pdeathsig', 'KILL', ...command], { stdio: 'ignore' });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

async function createUser(
  admin: S3Server['admin'],
  name: string,
  quota: Parameters<S3Server['addUser']>[1],
): Promise<S3User> {
  const user = { name, accessKey: `access-${randomUUID()}`, secretKey: `secret-${randomUUID()}` };
  const names = [`--uid=${name}`, `--display-name=${name}`];
  const keys = [`--access-key=${user.accessKey}`, `--secret-key=${user.secretKey}`];
  const buckets = quota?.maxBuckets === undefined ? [] : [`--max-buckets=${quota.maxBuckets}`];
  await admin('user', 'create', ...names, ...keys, ...buckets);
  if (quota?.maxBytes !== undefined) {
    const scope = ['--quota-scope=user', `--uid=${name}`];
    await admin('quota', 'set', ...scope, `--max-size=${quota.maxBytes}`);
    await admin('quota', 'enable', ...scope);
  }
  return user;
}

async function answers(endpoint: string, children: readonly ChildProcess[]): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const dead = children.find((child) => child.exitCode !== null);
    if (dead !== undefined) throw new Error(`${dead.spawnargs.join(' ')} ended with ${dead.exitCode}`);
    try {
      await (await fetch(endpoint, { signal: AbortSignal.timeout(2_000) })).arrayBuffer();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  throw new Error('the S3 server does not answer');
}

function isInstalled(program: string): boolean {
  const folders = ['/usr/bin', '/usr/sbin', ...(process.env['PATH'] ?? '').split(':')];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
