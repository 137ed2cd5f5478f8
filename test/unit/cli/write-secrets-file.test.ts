import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { assertMayWriteSecrets, writeSecretsFile } from '../../../src/cli/write-secrets-file.ts';
import { Secret } from '../../../src/core/model/secret.ts';

const SECRETS = new Map([
  ['B', new Secret('two')],
  ['A', new Secret('= one #')],
  ['KEY', new Secret('-----BEGIN\nlines\n')],
]);

function createFolder() {
  const dir = mkdtempSync(join(tmpdir(), 'homeamp-secrets-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return { dir, repository: join(dir, 'network'), file: join(dir, 'secrets.env') };
}

describe('the file of secrets that an import leaves', () => {
  it('is for one user alone, in order, and names those of several lines', () => {
    const { repository, file } = createFolder();
    expect(writeSecretsFile({ file, repository, force: false }, SECRETS)).toEqual(['KEY']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toMatch(/^A== one #\nB=two\n# KEY .*HOMEAMP_SECRET_KEY_FILE names\n$/);
  });

  it('is never written over another without being told, nor through a link, nor in the repository', () => {
    const { dir, repository, file } = createFolder();
    writeFileSync(file, 'mine');
    expect(() => assertMayWriteSecrets({ file, repository, force: false })).toThrow('is there already');
    expect(() => assertMayWriteSecrets({ file, repository, force: true })).not.toThrow();
    const link = join(dir, 'link');
    symlinkSync(file, link);
    expect(() => assertMayWriteSecrets({ file: link, repository, force: true })).toThrow('is there already');
    const inside = join(repository, 'a', 'secrets.env');
    expect(() => assertMayWriteSecrets({ file: inside, repository, force: true })).toThrow('lies in the new');
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });
});
