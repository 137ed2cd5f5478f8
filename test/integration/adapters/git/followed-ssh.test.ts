import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MistakeError } from '../../../../src/core/model/errors.ts';
import { SSHD, serveSsh } from '../../../support/ssh-server.ts';
import { isRoot, temporaryFolder } from '../temporary-folder.ts';
import { FLEET, failureOf, follow } from './followed-samples.ts';
import { createRepository } from './repository.ts';

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
