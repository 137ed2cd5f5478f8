import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import type { DiskSpace, HostProbe, PathFacts, UnitFacts } from '../../ports/host-probe.ts';

const RIGHTS = 0o7777;
const TIMEOUT_MILLIS = 5000;
/** There as long as systemd is the first process. */
const SYSTEMD = '/run/systemd/system';

export function createHostProbe(): HostProbe {
  const nameOf = createNames();
  return {
    user: () => {
      const uid = process.geteuid?.() ?? 0;
      return { uid, name: nameOf(uid) };
    },
    describe: (path) => describe(path, nameOf),
    space: spaceOf,
    gitVersion: async () => /^git version (\d+(?:\.\d+){1,3})/.exec(await run('git', ['--version']))?.[1],
    unit: async (name) => (existsSync(SYSTEMD) ? unitOf(name) : undefined),
  };
}

function describe(path: string, nameOf: (uid: number) => string): PathFacts {
  try {
    const stats = statSync(path);
    const kind = stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other';
    const mode = stats.mode & RIGHTS;
    return { kind, uid: stats.uid, owner: nameOf(stats.uid), mode, isWritable: isWritable(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'absent' } : { kind: 'unreadable', code };
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Of the nearest folder above that is there. */
function spaceOf(path: string): DiskSpace | undefined {
  const up = dirname(path);
  try {
    const { bavail, blocks, bsize } = statfsSync(path);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return up === path ? undefined : spaceOf(up);
  }
}

async function unitOf(name: string): Promise<UnitFacts> {
  const words = ['show', '--property=LoadState,UnitFileState,ActiveState', name];
  const shown = await run('systemctl', words);
  const values = new Map(
    shown.split('\n').map((line) => {
      const [key = '', value = ''] = line.split(/=(.*)/s);
      return [key, value] as const;
    }),
  );
  const active = values.get('ActiveState');
  const isActive = active === 'active' || active === 'activating' || active === 'reloading';
  return {
    isLoaded: values.get('LoadState') === 'loaded',
    isEnabled: /^enabled/.test(values.get('UnitFileState') ?? ''),
    state: isActive ? 'active' : active === 'failed' ? 'failed' : 'inactive',
  };
}

/** What a program prints; nothing where it is missing or fails. */
function run(program: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const options = {
      timeout: TIMEOUT_MILLIS,
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
      encoding: 'utf8',
    } as const;
    execFile(program, words, options, (_error, stdout) => resolve(stdout));
  });
}

function createNames(): (uid: number) => string {
  let known: ReadonlyMap<number, string> | undefined;
  return (uid) => {
    known ??= readNames();
    return known.get(uid) ?? (uid === userInfo().uid ? userInfo().username : String(uid));
  };
}

function readNames(): ReadonlyMap<number, string> {
  try {
    const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
    return new Map(lines.map((line) => line.split(':')).map(([name = '', , uid]) => [Number(uid), name]));
  } catch {
    return new Map();
  }
}
