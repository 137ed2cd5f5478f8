import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MistakeError } from '../../../../src/core/model/errors.ts';
import { isRoot, temporaryFolder } from '../temporary-folder.ts';
import { FLEET, failureOf, follow } from './followed-samples.ts';
import { createRepository } from './repository.ts';

const SSHD = ['/usr/sbin', ...(process.env['PATH'] ?? '').split(':')]
  .map((folder) => join(folder, 'sshd'))
  .find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

interface SshServer {
  readonly location: string;
  readonly keyFile: string;
  readonly knownHostsFile: string;
}

/** An ssh server for one key over one repository, until the test ends. */
async function serveSsh(sshd: string, repository: string): Promise<SshServer> {
  const dir = temporaryFolder();
  const makeKey = (name: string): string => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(dir, name)]);
    return readFileSync(join(dir, `${name}.pub`), 'utf8').trim();
  };
  const hostKey = makeKey('host');
  writeFileSync(join(dir, 'authorized'), `${makeKey('key file')}\n`, { mode: 0o600 });
  const port = await freePort();
  const settings = [
    `ListenAddress 127.0.0.1:${port}`,
    `HostKey ${join(dir, 'host')}`,
    `AuthorizedKeysFile ${join(dir, 'authorized')}`,
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    'PermitRootLogin yes',
  ];
  writeFileSync(join(dir, 'sshd_config'), settings.map((line) => `${line}\n`).join(''));
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const server = spawn(sshd, ['-D', '-e', '-f', join(dir, 'sshd_config')], { stdio: 'ignore' });
  onTestFinished(() => void server.kill());
  await answers(port, server);
  const knownHostsFile = join(dir, 'known hosts');
  writeFileSync(knownHostsFile, `[127.0.0.1]:${port} ${hostKey}\n`);
  return {
    location: `ssh://root@127.0.0.1:${port}${repository}`,
    keyFile: join(dir, 'key file'),
    knownHostsFile,
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

async function answers(port: number, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`sshd ended with ${server.exitCode}`);
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('sshd does not answer');
}

describe.skipIf(SSHD === undefined || !isRoot)('a repository over ssh', () => {
  it('is followed with the given key, and refused with another', async () => {
    const repository = createRepository(FLEET);
    const { location, keyFile, knownHostsFile } = await serveSsh(SSHD ?? '', repository.dir);
    const { branch, history } = follow(location, { ssh: { keyFile, knownHostsFile } });
    const tip = await branch.refresh();
    expect((await history.at(tip).readTree(undefined)).files.size).toBe(2);
    const other = join(temporaryFolder(), 'other');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', other]);
    const refused = await failureOf(
      follow(location, { ssh: { keyFile: other, knownHostsFile } }).branch.refresh(),
    );
    expect(refused).toBeInstanceOf(MistakeError);
    expect(refused.message).toContain('refuses the credentials');
  });

  it('whose host key is another one, or not known, is refused', async () => {
    const repository = createRepository(FLEET);
    const { location, keyFile, knownHostsFile } = await serveSsh(SSHD ?? '', repository.dir);
    const [host = ''] = readFileSync(knownHostsFile, 'utf8').split(' ');
    const other = join(temporaryFolder(), 'other');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', other]);
    for (const text of [`${host} ${readFileSync(`${other}.pub`, 'utf8')}`, '']) {
      writeFileSync(knownHostsFile, text);
      const failure = await failureOf(
        follow(location, { ssh: { keyFile, knownHostsFile } }).branch.refresh(),
      );
      expect(failure).toBeInstanceOf(MistakeError);
      expect(failure.message).toContain('host key');
      expect(failure.next).toContain('fingerprint');
      expect(readFileSync(knownHostsFile, 'utf8')).toBe(text);
    }
  });
});

describe('the files of ssh', () => {
  it('are looked at before git is run: missing, open to others, or with a path that could mislead', async () => {
    const dir = temporaryFolder();
    const knownHostsFile = join(dir, 'known_hosts');
    writeFileSync(knownHostsFile, '');
    const messageWith = async (name: string, mode: number | undefined): Promise<string> => {
      const keyFile = join(dir, name);
      if (mode !== undefined) {
        writeFileSync(keyFile, 'not a key');
        chmodSync(keyFile, mode);
      }
      const { branch } = follow('ssh://git@192.0.2.1/fleet.git', { ssh: { keyFile, knownHostsFile } });
      const failure = await failureOf(branch.refresh());
      expect(failure).toBeInstanceOf(MistakeError);
      return failure.message;
    };
    expect(await messageWith('absent', undefined)).toContain("can't be read");
    expect(await messageWith('open', 0o640)).toContain('open to other users (mode 640)');
    for (const name of ["a'b", 'a"b', 'a$b', 'a%b', 'a\nb', 'a;`b`\\']) {
      expect(await messageWith(name, 0o600), name).toContain("can't be told to ssh");
    }
  });
});
