import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { outputSchemas } from '../../src/core/report/report-schemas.ts';
import { CANARY, LIVE, REPOSITORY, SECRETS } from '../support/cli-fleet.ts';
import { type CliRig, createCliRig } from '../support/cli-rig.ts';

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'dist/main.js');

describe('the built command', () => {
  let rig: CliRig;
  let places: readonly string[];

  beforeAll(() => {
    rig = createCliRig(REPOSITORY, LIVE);
    places = ['--repo', rig.repo, '--amp-root', rig.ampRoot, '--state', rig.state];
  }, 120_000);
  afterAll(() => rig.dispose());

  function homeamp(...words: readonly string[]) {
    const environment = { PATH: process.env['PATH'], HOME: rig.dir, ...SECRETS };
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...words], {
      encoding: 'utf8',
      env: environment,
      cwd: rig.dir,
    });
    expect(stdout + stderr).not.toContain(CANARY);
    return { status, stdout, stderr };
  }

  it('answers help and version, and knows wrong usage', () => {
    expect(homeamp('--help')).toMatchObject({ status: 0, stderr: '' });
    expect(homeamp('--version').stdout).toBe(`${packageJson.version}\n`);
    expect(homeamp('bogus').status).toBe(2);
    expect(homeamp('plan').status).toBe(2);
  });

  it('plans, applies, tells the status and rolls back', () => {
    const path = 'DEV01/Minecraft/plugins/Chairs/config.yml';
    rig.writeLive(path, LIVE[path].replace('range: 4', 'range: 5'));
    const plan = homeamp('plan', ...places, '--json');
    expect(plan.status).toBe(1);
    const { planId } = outputSchemas.report.parse(JSON.parse(plan.stdout));
    const applied = homeamp('apply', ...places, '--plan', planId.slice(0, 8));
    expect(applied).toMatchObject({ status: 0, stderr: '' });
    expect(rig.readLive(path)).toBe(LIVE[path]);
    expect(homeamp('status', ...places).status).toBe(0);
    const run = /homeamp rollback (\S+)/.exec(applied.stdout)?.[1] ?? '';
    expect(homeamp('rollback', run, '--state', rig.state).status).toBe(2);
    expect(homeamp('rollback', run, '--state', rig.state, '--yes').status).toBe(0);
    expect(rig.readLive(path)).toContain('range: 5');
    expect(applied.stdout).not.toContain('\u001b');
  });

  it('ends quietly when nobody reads on', async () => {
    const child = spawn(process.execPath, [
      MAIN,
      'render',
      '--repo',
      rig.repo,
      '--instance',
      'TOW01',
      '--json',
    ]);
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect([code, errors]).toEqual([0, '']);
  });

  it('finishes an apply when nobody reads on', async () => {
    const other = createCliRig(REPOSITORY, LIVE);
    const words = [
      'apply',
      '--yes',
      '--repo',
      other.repo,
      '--amp-root',
      other.ampRoot,
      '--state',
      other.state,
    ];
    const child = spawn(process.execPath, [MAIN, ...words], { env: { ...process.env, ...SECRETS } });
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).toBe(0);
    expect(
      homeamp('plan', '--repo', other.repo, '--amp-root', other.ampRoot, '--state', other.state).status,
    ).toBe(0);
    other.dispose();
  });

  it('shows a bug with exit code 70, and its stack only in HOMEAMP_DEBUG', () => {
    const script = `process.argv = ['node', 'homeamp', 'history', '--state', ${JSON.stringify(rig.state)}];
      Object.defineProperty(process.stdout, 'isTTY', { value: true });
      Object.defineProperty(process.stdout, 'columns', { get() { throw new TypeError('boom'); } });
      await import(${JSON.stringify(MAIN)});`;
    const run = (environment: Record<string, string>) =>
      spawnSync(process.execPath, ['--input-type=module', '-e', script], {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] ?? '', ...environment },
      });
    const plain = run({});
    expect([plain.status, plain.stderr]).toEqual([70, expect.stringContaining('TypeError: boom')]);
    expect(plain.stderr).not.toContain('    at ');
    expect(run({ HOMEAMP_DEBUG: '1' }).stderr).toContain('    at ');
  });
});
