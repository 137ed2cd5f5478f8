import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, startDaemon } from './daemon-process.ts';
import { freePort } from './free-port.ts';

const MARIADB = ['mariadbd', 'mariadb-install-db', 'setpriv'].map(findProgram);
const REDIS = ['redis-server', 'setpriv'].map(findProgram);

/** True where Debian's `mariadb-server` is installed. */
export const hasMariadb = MARIADB.every((path) => path !== undefined);
/** True where Debian's `redis-server` is installed. */
export const hasRedis = REDIS.every((path) => path !== undefined);

export interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
}

export interface TlsFiles {
  readonly keyFile: string;
  readonly certificateFile: string;
}

export interface MariadbOptions {
  /** Passwords by user; each may log in from anywhere. */
  readonly users: Readonly<Record<string, string>>;
  readonly tls?: TlsFiles;
}

/** A real MariaDB on loopback, with a data folder of its own that is gone when it stops. */
export async function startMariadb({ users, tls }: MariadbOptions): Promise<RunningServer> {
  const dir = mkdtempSync(join(tmpdir(), 'homeamp-mariadb-'));
  const data = join(dir, 'data');
  const port = await freePort();
  const [server = '', install = ''] = MARIADB;
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  const common = ['--no-defaults', `--datadir=${data}`, ...asRoot];
  execFileSync(install, [...common, '--skip-test-db', '--auth-root-authentication-method=normal'], {
    stdio: 'ignore',
  });
  const statements = Object.entries(users).map(
    ([user, password]) => `CREATE USER '${user}'@'%' IDENTIFIED BY '${password}';\n`,
  );
  writeFileSync(join(dir, 'init.sql'), statements.join(''));
  const options = [
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-networking=0',
    '--skip-name-resolve',
    `--socket=${join(dir, 'socket')}`,
    `--pid-file=${join(dir, 'pid')}`,
    `--init-file=${join(dir, 'init.sql')}`,
    '--innodb-buffer-pool-size=8M',
    ...(tls === undefined ? [] : [`--ssl-key=${tls.keyFile}`, `--ssl-cert=${tls.certificateFile}`]),
  ];
  const stop = await startDaemon([server, ...common, ...options], port);
  return { port, stop: () => stop().then(() => rmSync(dir, { recursive: true, force: true })) };
}

/** A real Redis on loopback that keeps nothing; without a password it wants none. */
export async function startRedis(password?: string): Promise<RunningServer> {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'homeamp-redis-'));
  const settings = join(dir, 'redis.conf');
  const lines = [`port ${port}`, 'bind 127.0.0.1', 'save ""', `dir ${dir}`];
  writeFileSync(
    settings,
    [...lines, ...(password === undefined ? [] : [`requirepass ${password}`])].join('\n'),
  );
  const stop = await startDaemon([REDIS[0] ?? '', settings], port);
  return { port, stop: () => stop().then(() => rmSync(dir, { recursive: true, force: true })) };
}
