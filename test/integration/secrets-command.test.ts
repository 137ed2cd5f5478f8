import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputSchemas } from '../../src/core/report/report-schemas.ts';
import { LIVE, REPOSITORY } from '../support/cli-fleet.ts';
import { createCliRig, type RunOptions } from '../support/cli-rig.ts';

/** No output but that of `get --show` may ever hold it. */
const CANARY = 'canary-1c5e-secret-value';
const rig = createCliRig(REPOSITORY, LIVE);
afterAll(() => rig.dispose());

const inRepo = (path: string) => join(rig.repo, path);
const SECRETS = 'desired-state/secrets';

/** Runs `secrets …` and looks for the canary in what it prints. */
async function secrets(words: string, options: RunOptions = {}) {
  const result = await rig.run(['secrets', ...words.split(' ')], options);
  if (!words.includes('--show')) expect(result.out + result.err).not.toContain(CANARY);
  return result;
}

async function json(words: string, options: RunOptions = {}) {
  const { out } = await secrets(`${words} --json`, options);
  const printed: unknown = JSON.parse(out);
  outputSchemas.secrets.parse(printed);
  return printed as Record<string, never>;
}

const alice = () => ({ environment: { HOMEAMP_AGE_IDENTITY_FILE: join(rig.dir, 'alice.key') } });

describe('homeamp secrets', () => {
  beforeAll(async () => {
    await secrets('init --person alice', alice());
    await secrets('init --host alpha');
  });

  it('makes an identity that its owner alone may read, lists its public half, and never makes another', async () => {
    expect(statSync(join(rig.state, 'age.key')).mode & 0o777).toBe(0o600);
    const before = readFileSync(join(rig.state, 'age.key'), 'utf8');
    expect(await json('init')).toMatchObject({ made: false, listedAs: null });
    expect(readFileSync(join(rig.state, 'age.key'), 'utf8')).toBe(before);
    const list = await json('recipients list');
    expect(list['recipients']).toMatchObject([
      { kind: 'host', name: 'alpha' },
      { kind: 'person', name: 'alice' },
    ]);
  });

  it('takes a value from the standard input, a hidden question or a private file, and encrypts it as text', async () => {
    expect(await secrets('set DB_PASSWORD', { input: `${CANARY}\n` })).toMatchObject({ code: 0 });
    const file = readFileSync(inRepo(`${SECRETS}/DB_PASSWORD.age`), 'utf8');
    expect(file).toMatch(
      /^-----BEGIN AGE ENCRYPTED FILE-----\n[\w+/=\n]+-----END AGE ENCRYPTED FILE-----\n$/,
    );
    expect((await secrets('get DB_PASSWORD --show', alice())).out).toBe(`${CANARY}\n`);
    await secrets('set ASKED', { typed: () => ' with blanks ' });
    expect((await secrets('get ASKED --show')).out).toBe(' with blanks \n');
    writeFileSync(join(rig.dir, 'many.env'), '# lifted\nONE=1=one\nTWO=two\n', { mode: 0o600 });
    await secrets(`set --from ${join(rig.dir, 'many.env')}`);
    expect((await secrets('get ONE --show')).out).toBe('1=one\n');
    writeFileSync(join(rig.dir, 'key.pem'), 'line one\nline two\n', { mode: 0o600 });
    await secrets(`set KEY --file ${join(rig.dir, 'key.pem')}`);
    expect((await secrets('get KEY --show')).out).toBe('line one\nline two\n');
    expect((await secrets('get DB_PASSWORD')).out).toContain('--show shows its value');
  });

  it('refuses what is no value, no name or no public key, and quotes none of it', async () => {
    const wrong: readonly (readonly [string, RunOptions])[] = [
      ['set EMPTY', { input: '\n' }],
      ['set NUL', { input: 'a\0b' }],
      ['set LONG', { input: 'x'.repeat(16 * 1024 + 1) }],
      [`set ${CANARY}!`, { input: 'x' }],
      ['set NOBODY_ASKS', {}],
      ['recipients add bob AGE-SECRET-KEY-1QQQQ', {}],
      ['recipients add bob age1qqqq', {}],
      ['init --host nowhere', {}],
    ];
    for (const [words, options] of wrong) {
      const { code, err } = await secrets(words, options);
      expect([words, code, err.includes('AGE-SECRET-KEY-1Q')]).toEqual([words, 2, false]);
    }
    expect(existsSync(inRepo(`${SECRETS}/EMPTY.age`))).toBe(false);
    chmodSync(join(rig.dir, 'many.env'), 0o644);
    expect((await secrets(`set --from ${join(rig.dir, 'many.env')}`)).err).toContain('chmod 600');
  });

  it('writes through no link', async () => {
    const elsewhere = createCliRig(REPOSITORY, {});
    try {
      mkdirSync(join(elsewhere.dir, 'outside'));
      symlinkSync(join(elsewhere.dir, 'outside'), join(elsewhere.repo, SECRETS));
      const { code, err } = await elsewhere.run(['secrets', 'init', '--person', 'eve']);
      expect([code, err]).toEqual([2, expect.stringContaining('is no folder of its own')]);
    } finally {
      elsewhere.dispose();
    }
  });

  it('checks what is used, held, readable and up to date, and encrypts anew for a new recipient', async () => {
    const before = await json('check --host alpha');
    expect(before['findings']).toMatchObject(
      ['ASKED', 'KEY', 'ONE', 'TWO'].map((secret) => ({ problem: 'unused', isWrong: false, secret })),
    );
    await secrets('init --person bob', {
      environment: { HOMEAMP_AGE_IDENTITY_FILE: join(rig.dir, 'bob.key') },
    });
    const stale = await secrets('check');
    expect([stale.code, stale.out]).toEqual([
      1,
      expect.stringContaining('DB_PASSWORD is encrypted for 2 keys, and 3'),
    ]);
    expect((await secrets('rotate')).out).toContain(
      'DB_PASSWORD.age is encrypted for 1 host (alpha) and 2 people',
    );
    expect(await secrets('check')).toMatchObject({ code: 0 });
    expect((await secrets('recipients remove bob')).out).toContain("Git's history");
    expect((await secrets('check')).code).toBe(1);
    expect((await secrets('rotate DB_PASSWORD --new-value', { input: `${CANARY}-2` })).code).toBe(0);
    expect((await secrets('rotate ASKED KEY ONE TWO', alice())).code).toBe(0);
    expect((await secrets('check')).code).toBe(0);
  });

  it('leaves a host out that `only` does not name, and says so where the host uses the secret', async () => {
    const path = inRepo(`${SECRETS}/recipients.yaml`);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, `${text}only: { DB_PASSWORD: [] }\n`);
    await secrets('rotate DB_PASSWORD', alice());
    const { findings } = await json('check', alice());
    expect(findings).toContainEqual(
      expect.objectContaining({ problem: 'not-readable', secret: 'DB_PASSWORD', isWrong: true }),
    );
    expect((await secrets('get DB_PASSWORD')).code).toBe(1);
    writeFileSync(path, text);
    await secrets('rotate DB_PASSWORD', alice());
  });

  it('rotates all or nothing', async () => {
    const path = inRepo(`${SECRETS}/TWO.age`);
    const [good, one] = [readFileSync(path), readFileSync(inRepo(`${SECRETS}/ONE.age`))];
    writeFileSync(path, one);
    const { code, err } = await secrets('rotate');
    expect([code, err]).toEqual([2, expect.stringContaining('TWO was encrypted under another name')]);
    expect(readFileSync(inRepo(`${SECRETS}/ONE.age`))).toEqual(one);
    writeFileSync(path, good);
  });
});

describe('homeamp secrets scan', () => {
  it('finds secrets in clear in what is staged alone, names no value, and lists what is allowed', async () => {
    rig.commit({ 'notes.md': 'nothing here\n' });
    writeFileSync(
      inRepo('ops.md'),
      `the password: ${CANARY}77\nold: password: a1b2c3d4 homeamp:allow-secret an example\n`,
    );
    expect(await secrets('scan --staged')).toMatchObject({ code: 0 });
    execFileSync('git', ['add', '--all'], { cwd: rig.repo });
    const staged = await json('scan --staged');
    expect(staged['found']).toEqual([{ file: 'ops.md', line: 1, kind: 'what looks like a password' }]);
    expect(staged['allowed']).toMatchObject([{ file: 'ops.md', line: 2, reason: 'an example' }]);
    writeFileSync(inRepo('ops.md'), 'clean\n');
    expect((await secrets('scan')).code).toBe(0);
    expect((await secrets('scan --staged')).code).toBe(2);
    execFileSync('git', ['reset', '--quiet', '--hard'], { cwd: rig.repo });
  });

  it('never allows an identity', async () => {
    const identity = readFileSync(join(rig.state, 'age.key'), 'utf8').split('\n')[1] ?? '';
    writeFileSync(inRepo('key.txt'), `${identity} # homeamp:allow-secret it is mine\n`);
    const { code, out } = await rig.run(['secrets', 'scan', rig.repo]);
    expect([code, out]).toEqual([2, expect.stringContaining('key.txt:1 holds an age key in clear')]);
    expect(out).not.toContain(identity);
    execFileSync('git', ['clean', '-fdq', 'key.txt'], { cwd: rig.repo });
  });

  it('writes a hook that can be run, and keeps one that is there', async () => {
    await secrets('hook');
    expect(statSync(inRepo('.githooks/pre-commit')).mode & 0o111).toBe(0o111);
    expect(await json('hook')).toEqual({ hook: '.githooks/pre-commit', made: false });
    writeFileSync(inRepo('.githooks/pre-commit'), '#!/bin/sh\n');
    expect((await secrets('hook')).code).toBe(2);
  });
});
