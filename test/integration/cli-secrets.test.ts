import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createSecretSource } from '../../src/adapters/secrets/index.ts';
import { MistakeError } from '../../src/core/model/errors.ts';

const dir = mkdtempSync(join(tmpdir(), 'homeamp-secrets-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function file(name: string, text: string, mode = 0o600): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

function failureOf(environment: Record<string, string>): MistakeError {
  try {
    createSecretSource(environment);
  } catch (error) {
    if (error instanceof MistakeError) return error;
  }
  throw new Error('no mistake was found');
}

describe('secrets', () => {
  it('come from variables, from a file each and from one file for many', () => {
    const source = createSecretSource({
      HOMEAMP_SECRET_A: 'one',
      HOMEAMP_SECRET_B_FILE: file('b', 'two\n'),
      HOMEAMP_SECRETS_FILE: file('many', '# comment\n\nC=th=ree \nA=later\n'),
      OTHER: 'no',
    });
    expect(source.names()).toEqual(['A', 'B', 'C']);
    expect(source.names().map((name) => source.get(name)?.reveal())).toEqual(['one', 'two', 'th=ree ']);
    expect(source.get('OTHER')).toBeUndefined();
  });

  it('are refused from a file that others may open', () => {
    for (const mode of [0o640, 0o604, 0o620]) {
      const failure = failureOf({ HOMEAMP_SECRETS_FILE: file('open', 'A=canary\n', mode) });
      expect(failure.next).toContain('chmod 600');
    }
  });

  it('are refused from what is missing, no file or malformed, without telling what it holds', () => {
    expect(failureOf({ HOMEAMP_SECRET_A_FILE: join(dir, 'none') }).message).toContain('ENOENT');
    expect(failureOf({ HOMEAMP_SECRET_A_FILE: dir }).message).toContain('not a file');
    const failure = failureOf({ HOMEAMP_SECRETS_FILE: file('bad', 'A=x\ncanary without a name\n') });
    expect(failure.message).toContain('line 2');
    expect(failure.message).not.toContain('canary');
  });

  it('never print', () => {
    const secret = createSecretSource({ HOMEAMP_SECRET_A: 'canary' }).get('A');
    expect(`${secret} ${JSON.stringify({ secret })}`).not.toContain('canary');
  });
});
