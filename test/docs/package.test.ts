import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { findMissingLine } from './compare-output.ts';
import { ROOT, readDocument } from './read-document.ts';

/** What npm says when nobody answers. */
const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/;

describe('the package, installed as README.md says', () => {
  const dir = mkdtempSync(join(tmpdir(), 'homeamp-package-'));
  const prefix = join(dir, 'prefix');
  let isInstalled = false;
  const homeamp = (...words: readonly string[]) =>
    spawnSync(join(prefix, 'bin/homeamp'), words, { cwd: dir, encoding: 'utf8', env: environment() });

  beforeAll(() => {
    mkdirSync(prefix);
    // dist/ is built already; building it anew would pull it from under the tests that run beside this one.
    const packed = npm(['pack', '--ignore-scripts', '--pack-destination', dir], ROOT);
    if (packed.status !== 0) throw new Error(packed.stderr);
    const tarball = readdirSync(dir).find((name) => /^homeamp-.*\.tgz$/.test(name)) ?? '';
    const options = ['--global', '--prefix', prefix, '--prefer-offline', '--no-audit', '--no-fund'];
    const installed = npm(['install', ...options, `./${tarball}`], dir);
    isInstalled = installed.status === 0;
    if (!isInstalled && !UNREACHABLE.test(installed.stderr)) throw new Error(installed.stderr);
  }, 180_000);

  beforeEach((context) => {
    if (!isInstalled) context.skip('what the package needs can not be fetched here');
  });

  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('says its version and its help', () => {
    expect(homeamp('--version')).toMatchObject({ status: 0, stdout: `${packageJson.version}\n` });
    expect(homeamp('--help').stdout).toContain('homeamp validate --repo .');
  });

  it('has the documents that it speaks of', () => {
    const installed = join(prefix, 'lib/node_modules/homeamp');
    for (const path of ['README.md', 'LICENSE', 'docs/commands.md', 'docs/schemas/fleet.schema.json'])
      expect(existsSync(join(installed, path)), path).toBe(true);
  });

  it('runs the demo, which prints what README.md shows', { timeout: 300_000 }, () => {
    const { status, stdout, stderr } = homeamp('demo', '--keep', join(dir, 'demo'));
    expect(status, stderr).toBe(0);
    const shown = readDocument('README.md').fences.find(({ text }) => text.startsWith('━━'))?.text ?? '';
    expect(shown).not.toBe('');
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

/** The same Node for everything that is started. */
function environment(): NodeJS.ProcessEnv {
  const path = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  return { ...process.env, HOMEAMP_SECRETS_FILE: undefined, PATH: path };
}

function npm(words: readonly string[], cwd: string) {
  return spawnSync('npm', words, { cwd, encoding: 'utf8', env: environment() });
}
