import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MistakeError, TransientError } from '../../../../src/core/model/errors.ts';
import type { CommitSha } from '../../../../src/core/model/revision.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { FLEET, follow, replaceEnvironment, sha } from './followed-samples.ts';
import { createRepository, type TestRepository } from './repository.ts';

const hasGpg = spawnSync('gpg', ['--version']).status === 0;
const hasKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;

interface SshKey {
  readonly file: string;
  readonly publicKey: string;
}

function makeSshKey(): SshKey {
  const file = join(temporaryFolder(), 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
  return { file, publicKey: readFileSync(`${file}.pub`, 'utf8').trim() };
}

function sign(repository: TestRepository, key: SshKey): CommitSha {
  const settings = ['-c', 'gpg.format=ssh', '-c', `user.signingkey=${key.file}`];
  repository.git(...settings, 'commit', '--quiet', '--allow-empty', '-S', '-m', 'signed');
  return sha(repository.git('rev-parse', 'HEAD'));
}

/** The newest commit once more, with this signature. */
function commitWithSignature(repository: TestRepository, armor: readonly string[]): CommitSha {
  const raw = repository.git('cat-file', 'commit', repository.commit('to be signed'));
  const file = join(repository.dir, '.git/signed');
  writeFileSync(file, `${raw.replace('\n\n', `\ngpgsig ${armor.join('\n ')}\n\n`)}\n`);
  const signed = sha(repository.git('hash-object', '-t', 'commit', '-w', file));
  repository.git('reset', '--quiet', '--hard', signed);
  return signed;
}

/** A folder of shell programs, and of git. */
function programs(scripts: Readonly<Record<string, string>>): string {
  const bin = temporaryFolder();
  const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  for (const [name, script] of Object.entries({ ...scripts, git: `exec ${git} "$@"` })) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return bin;
}

function listSigners(...lines: readonly string[]): { readonly allowedSignersFile: string } {
  const allowedSignersFile = join(temporaryFolder(), 'allowed signers');
  writeFileSync(allowedSignersFile, lines.map((line) => `${line}\n`).join(''));
  return { allowedSignersFile };
}

async function signaturesOf(
  repository: TestRepository,
  commits: readonly CommitSha[],
  signers: Parameters<typeof follow>[1],
) {
  const { branch, history } = follow(repository.dir, signers);
  await branch.refresh();
  return history.signatures(commits);
}

describe.skipIf(!hasKeygen)('a signature by ssh', () => {
  it('is good by a key of the list, untrusted by any other, in the order that was asked', async () => {
    const repository = createRepository(FLEET);
    const [known, unknown] = [makeSshKey(), makeSshKey()];
    const good = sign(repository, known);
    const strange = sign(repository, unknown);
    const plain = sha(repository.commit('plain'));
    const signers = listSigners(`dev@example.org ${known.publicKey}`);
    const found = await signaturesOf(repository, [plain, good, strange, good], { signers });
    expect(found).toEqual([
      { kind: 'unsigned' },
      { kind: 'good', signer: 'dev@example.org' },
      { kind: 'untrusted', reason: expect.stringContaining('not one of the allowed signers') },
      { kind: 'good', signer: 'dev@example.org' },
    ]);
  });

  it('is untrusted when its key is over, meant for other things, or there is no list', async () => {
    const repository = createRepository(FLEET);
    const key = makeSshKey();
    const signed = sign(repository, key);
    for (const signers of [
      listSigners(`dev@example.org valid-before="20200101" ${key.publicKey}`),
      listSigners(`dev@example.org namespaces="file" ${key.publicKey}`),
      listSigners(''),
      undefined,
    ]) {
      const [found] = await signaturesOf(repository, [signed], { signers });
      expect(found?.kind).toBe('untrusted');
    }
  });

  it('of a commit that was changed after signing is untrusted', async () => {
    const repository = createRepository(FLEET);
    const key = makeSshKey();
    sign(repository, key);
    const raw = repository.git('cat-file', 'commit', 'HEAD').replace(/\nsigned$/, '\nforged');
    writeFileSync(join(repository.dir, '.git/forged'), `${raw}\n`);
    const forged = sha(repository.git('hash-object', '-t', 'commit', '-w', '.git/forged'));
    repository.git('reset', '--quiet', '--hard', forged);
    const signers = listSigners(`dev@example.org ${key.publicKey}`);
    expect(await signaturesOf(repository, [forged], { signers })).toEqual([
      { kind: 'untrusted', reason: 'the signature does not fit the commit' },
    ]);
  });

  it('that no program can read is untrusted and spoils none of the others', async () => {
    const repository = createRepository(FLEET);
    const key = makeSshKey();
    const good = sign(repository, key);
    const armor = ['-----BEGIN SSH SIGNATURE-----', 'AAAA', '-----END SSH SIGNATURE-----'];
    const broken = commitWithSignature(repository, armor);
    const last = sign(repository, key);
    const { branch, history } = follow(repository.dir, {
      signers: listSigners(`dev@example.org ${key.publicKey}`),
    });
    await branch.refresh();
    const kinds = async () => (await history.signatures([good, broken, last])).map(({ kind }) => kind);
    expect(await kinds()).toEqual(['good', 'untrusted', 'good']);
    // A checker that ends at once makes git itself end by a signal, now and then.
    replaceEnvironment('PATH', programs({ 'ssh-keygen': 'exit 127' }));
    expect(await kinds()).toEqual(['untrusted', 'untrusted', 'untrusted']);
  });

  it('can be asked for no commit, and not for one that is not here or with a list that is not there', async () => {
    const repository = createRepository(FLEET);
    const { branch, history } = follow(repository.dir);
    const tip = await branch.refresh();
    expect(await history.signatures([])).toEqual([]);
    await expect(history.signatures([sha('1'.repeat(40))])).rejects.toThrow(TransientError);
    const signers = { allowedSignersFile: '/nonexistent/signers' };
    await expect(signaturesOf(repository, [tip], { signers })).rejects.toThrow(MistakeError);
  });
});

describe('a signature by GnuPG without a keyring of the settings', () => {
  it('is untrusted, and the keyring of this user is not asked', async () => {
    const repository = createRepository(FLEET);
    const armor = ['-----BEGIN PGP SIGNATURE-----', '', 'AAAA', '-----END PGP SIGNATURE-----'];
    const signed = commitWithSignature(repository, armor);
    const { branch, history } = follow(repository.dir);
    await branch.refresh();
    const bin = programs({ gpg: `echo "$GNUPGHOME" >> "$(dirname "$0")/asked"; exit 1` });
    replaceEnvironment('PATH', `${bin}:${process.env['PATH']}`);
    expect(await history.signatures([signed])).toEqual([
      { kind: 'untrusted', reason: expect.stringContaining('not be checked') },
    ]);
    expect(readFileSync(join(bin, 'asked'), 'utf8')).toBe('/dev/null\n');
  });
});

describe.skipIf(!hasGpg)('a signature by GnuPG', () => {
  it('is good in the given keyring alone, never in that of the user', async () => {
    const repository = createRepository(FLEET);
    const home = temporaryFolder();
    const gnupgHome = join(home, '.gnupg');
    mkdirSync(gnupgHome, { mode: 0o700 });
    onTestFinished(() => void spawnSync('gpgconf', ['--homedir', gnupgHome, '--kill', 'all']));
    const words = ['--homedir', gnupgHome, '--batch', '--quiet', '--passphrase', '', '--quick-gen-key'];
    execFileSync('gpg', [...words, 'Dev <dev@example.org>', 'ed25519', 'sign', 'never'], { stdio: 'pipe' });
    const program = join(home, 'sign.sh');
    writeFileSync(program, `#!/bin/sh\nexec gpg --homedir ${gnupgHome} "$@"\n`, { mode: 0o755 });
    const settings = ['-c', `gpg.program=${program}`, '-c', 'user.signingkey=dev@example.org'];
    repository.git(...settings, 'commit', '--quiet', '--allow-empty', '-S', '-m', 'signed');
    const signed = sha(repository.git('rev-parse', 'HEAD'));
    replaceEnvironment('HOME', home);
    expect(await signaturesOf(repository, [signed], { signers: { gnupgHome } })).toEqual([
      { kind: 'good', signer: 'Dev <dev@example.org>' },
    ]);
    const [unlisted] = await signaturesOf(repository, [signed], { signers: undefined });
    expect(unlisted?.kind).toBe('untrusted');
  });
});
