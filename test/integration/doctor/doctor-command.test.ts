import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CliContext } from '../../../src/cli/cli-context.ts';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { runCli } from '../../../src/cli/run-cli.ts';
import { doctor } from '../../../src/core/report/doctor-report.ts';
import { openDoctor } from '../../../src/main/open-doctor.ts';
import { baseline, configOf, fleet, matrix } from '../../support/small-fleet.ts';
import { unusedContext } from '../../support/unused-context.ts';
import { temporaryFolder } from '../adapters/temporary-folder.ts';
import { runGit } from '../stand-ins/hosted-fleet.ts';

type Texts = Readonly<Record<string, string>>;

/** A host with a repository in a folder, no forge, and its stores on the disk. */
function createHost() {
  const folder = temporaryFolder();
  const path = (name: string) => join(folder, name);
  const write = (files: Texts) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), text, { mode: 0o600 });
    }
  };
  const desired = {
    ...fleet(['DEV01']),
    ...matrix(['Chairs'], ['DEV01']),
    ...baseline('Chairs', 'range: 4\n'),
  };
  write(
    Object.fromEntries(Object.entries(desired as Texts).map(([name, text]) => [`repository/${name}`, text])),
  );
  write({ [`instances/${configOf('DEV01', 'Chairs')}`]: 'range: 4\n' });
  runGit(path('repository'), ['init', '--quiet', '--initial-branch=main']);
  runGit(path('repository'), ['add', '--all']);
  runGit(path('repository'), ['commit', '--quiet', '-m', 'first']);
  mkdirSync(path('state'), { mode: 0o700 });
  const settings = {
    host: 'alpha',
    source: { url: path('repository'), branch: 'main' },
    amp: { instances: path('instances') },
    state: path('state'),
  };
  const configure = (more: object) => write({ 'agent.yaml': JSON.stringify({ ...settings, ...more }) });
  configure({});
  return { folder, path, configure, run: (...words: readonly string[]) => run(path('agent.yaml'), words) };
}

async function run(config: string, words: readonly string[]) {
  const chunks = { out: [] as string[], err: [] as string[] };
  const output = (into: string[]) => ({
    write: (text: string) => void into.push(text),
    isTerminal: false,
    width: () => undefined,
  });
  const context: CliContext = {
    ...unusedContext('doctor opens nothing else'),
    stdout: output(chunks.out),
    stderr: output(chunks.err),
    openDoctor: (file) => openDoctor(file, { environment: {}, version: '0.0.0-test', actor: 'test' }),
  };
  const code = await runCli(['doctor', '--config', config, ...words], context, COMMANDS);
  return { code, out: chunks.out.join(''), err: chunks.err.join('') };
}

describe('homeamp doctor', () => {
  it('ends with 0 where only something small is left to do, and shows what', async () => {
    const { code, out } = await createHost().run();
    expect(code).toBe(0);
    expect(out).toContain('repository\n  ok      git-remote: The branch main is at ');
    expect(out).toContain(
      '  warning git-history: This host has not taken any revision yet. [nothing-taken]\n',
    );
    expect(out).toContain('          Look at `homeamp plan`, then run `homeamp resume --accept-history`');
    expect(out).toContain('  skipped forge-account: Not looked at: no forge is set up.\n');
    expect(out).toMatch(/\nWell: \d+ ok, 1 with a warning, 0 failed, \d+ skipped\.\n$/);
  });

  it('ends with 1 where a check fails', async () => {
    const host = createHost();
    rmSync(host.path('instances'), { recursive: true });
    const { code, out } = await host.run('--only', 'instances', '--only', 'fleet-valid');
    expect(code).toBe(1);
    expect(out).toContain('  FAILED  instances: The folder of AMP instances');
    expect(out).toContain('Not well: 1 ok, 0 with a warning, 1 failed, 0 skipped.\n');
  });

  it('prints the same as JSON of the published shape', async () => {
    const host = createHost();
    host.configure({ colour: 'red' });
    const { code, out } = await host.run('--json');
    const report = doctor.parse(JSON.parse(out));
    expect(code).toBe(1);
    expect(report.result).toBe('failed');
    expect(report.findings.filter(({ result }) => result === 'failed')).toMatchObject([
      {
        check: 'settings-valid',
        group: 'settings',
        code: 'settings-mistake',
        next: expect.stringMatching(/./),
      },
    ]);
  });

  it('proves an installation and leaves its folders as they were', async () => {
    const host = createHost();
    const { code, out } = await host.run('--after-install', '--only', 'trial', '--only', 'host-plan');
    expect(out).toContain('  ok      trial: ');
    expect(out).toContain('  ok      host-plan: 1 instance can be planned; an apply would write 0 keys now.');
    expect(code).toBe(0);
    expect(readdirSync(host.path('state')).filter((name) => name.startsWith('doctor'))).toEqual([]);
    const { out: backups } = await host.run('--json', '--only', 'store-key');
    expect(backups).toContain('Nothing is stored yet');
  });

  it('does not know a check that is not one, and suggests one', async () => {
    const { code, err } = await createHost().run('--only', 'clok');
    expect(code).toBe(2);
    expect(err).toContain('there is no check "clok".');
    expect(err).toContain('clock');
  });

  it('makes nothing where there is no state folder yet', async () => {
    const host = createHost();
    rmSync(host.path('state'), { recursive: true });
    const { code, out } = await host.run();
    expect(code).toBe(1);
    expect(out).toContain('[state-missing]');
    expect(out).toContain('  ok      git-remote: ');
    expect(readdirSync(host.folder)).not.toContain('state');
  });
});
