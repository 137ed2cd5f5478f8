import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../support/scenario.ts';
import { findMissingLine } from './compare-output.ts';
import { ROOT, readDocument } from './read-document.ts';

const NPM = join(process.execPath, '../npm');

describe('the package, installed as README.md says', () => {
  const dir = mkdtempSync(join(tmpdir(), 'homeamp-package-'));
  const prefix = join(dir, 'prefix');
  const homeamp = (...words: readonly string[]) =>
    spawnSync(join(prefix, 'bin/homeamp'), words, { cwd: dir, encoding: 'utf8', env: environment() });

  beforeAll(() => {
    ensureBuilt();
    mkdirSync(prefix);
    // dist/ is built already; building it anew would pull it from under the tests that run beside this one.
    run(NPM, ['pack', '--ignore-scripts', '--pack-destination', dir], ROOT);
    const tarball = readdirSync(dir).find((name) => /^homeamp-.*\.tgz$/.test(name)) ?? '';
    const options = ['--global', '--prefix', prefix, '--prefer-offline', '--no-audit', '--no-fund'];
    run(NPM, ['install', ...options, `./${tarball}`], dir);
  }, 180_000);

  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('says its version and its help', () => {
    expect(homeamp('--version')).toMatchObject({ status: 0, stdout: '0.1.0\n' });
    expect(homeamp('--help').stdout).toContain('homeamp validate --repo .');
  });

  it('has the documents that it speaks of', () => {
    const installed = join(prefix, 'lib/node_modules/homeamp');
    for (const path of ['README.md', 'LICENSE', 'docs/commands.md', 'docs/schemas/fleet.schema.json'])
      expect(existsSync(join(installed, path)), path).toBe(true);
  });

  it('runs the demo, which prints what README.md shows', { timeout: 60_000 }, () => {
    const { status, stdout, stderr } = homeamp('demo', '--keep', join(dir, 'demo'));
    expect(status, stderr).toBe(0);
    const shown = readDocument('README.md').fences.find(({ text }) => text.startsWith('━━'))?.text ?? '';
    expect(findMissingLine(['…', ...shown.split('\n')], stdout, new Map())).toBeUndefined();
  });

  it('plans', () => {
    const host = join(dir, 'demo/hosts/ovh-ryzen');
    const { status, stdout } = homeamp(
      ...['plan', '--repo', join(dir, 'demo/fleet.git'), '--host', 'ovh-ryzen'],
      ...['--amp-root', join(host, '.ampdata/instances'), '--state', join(host, 'state')],
    );
    expect({ status, stdout }).toMatchObject({ status: 1 });
    expect(stdout).toContain('Plan ');
  });
});

function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOMEAMP_SECRETS_FILE: undefined,
    PATH: `${join(process.execPath, '..')}:${process.env['PATH']}`,
  };
}

function run(command: string, words: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd, encoding: 'utf8', env: environment() });
  if (status !== 0) throw new Error(`${command} ${words.join(' ')}\n${stdout}${stderr}`);
}
