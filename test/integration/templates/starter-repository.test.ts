import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createStarter, homeamp, ROOT, starterFile, starterFiles } from './starter.ts';

const CLEAN = { valid: true, errors: 0, warnings: 0, issues: [] };
const FLEET = 'desired-state/fleet.yaml';

describe('the starter repository', () => {
  it('validates without a warning, as it lies and as it is committed', () => {
    const { dir } = createStarter();
    for (const revision of ['WORKTREE', 'HEAD']) {
      const { status, stdout, stderr } = homeamp(
        dir,
        'validate',
        '--strict',
        '--json',
        '--revision',
        revision,
      );
      expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: '' });
      expect(JSON.parse(stdout)).toMatchObject(CLEAN);
    }
  });

  it('describes one host, two instances, a policy with approval, and one baseline', () => {
    expect(parse(starterFile(FLEET))).toMatchObject({
      hosts: { 'my-host': { address: '192.0.2.10' } },
      instances: { DEV01: { host: 'my-host' }, SMP01: { host: 'my-host' } },
      policy: { approval: { required: 1, by: ['@my-org/admins'] } },
    });
    const baselines = Object.keys(starterFiles()).filter((path) => path.includes('/baselines/'));
    expect(baselines).toEqual(['desired-state/baselines/Essentials.md']);
  });

  it('still validates when its placeholders are filled in everywhere', () => {
    const filled = Object.entries(starterFiles()).map(([path, text]) => [path, fillIn(text)] as const);
    expect(filled.filter(([path, text]) => text !== starterFile(path)).map(([path]) => path)).toEqual(
      expect.arrayContaining([FLEET, '.github/CODEOWNERS', 'README.md', 'branch-protection.md']),
    );
    expect(filled.map(([, text]) => text).join('')).not.toMatch(/my-host|my-org|192\.0\.2\.10/);
    const { dir } = createStarter(Object.fromEntries(filled));
    expect(homeamp(dir, 'validate', '--strict')).toMatchObject({ status: 0 });
  });

  it('gives every value that its own README asks homeamp to explain', () => {
    const { dir } = createStarter();
    const lines = [...starterFile('README.md').matchAll(/^\$ homeamp (.+)$/gm)].map(
      ([, words]) => words ?? '',
    );
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(homeamp(dir, ...line.split(' ')), line).toMatchObject({ status: 0 });
  });

  it('lies in the templates of a repository without being read there', () => {
    const copies = Object.entries(starterFiles()).map(([path, text]) => [
      `templates/repository/${path}`,
      text,
    ]);
    const broken = { 'templates/repository/desired-state/fleet.yaml': 'hosts: [' };
    const { dir } = createStarter({ ...Object.fromEntries(copies), ...broken });
    const { status, stdout } = homeamp(dir, 'validate', '--strict', '--json');
    expect([status, JSON.parse(stdout)]).toEqual([0, expect.objectContaining(CLEAN)]);
  });

  it('comes whole with the package', () => {
    const words = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const { status, stdout, stderr } = spawnSync('npm', words, { cwd: ROOT, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    const wanted = Object.keys(starterFiles()).map((path) =>
      path === '.gitignore' ? 'templates/repository/gitignore' : `templates/repository/${path}`,
    );
    expect(wanted.filter((path) => !stdout.includes(JSON.stringify(path)))).toEqual([]);
  });
});

describe('what Git ignores in the starter repository', () => {
  const ignored = (paths: readonly string[]) => {
    const repository = createStarter();
    return paths.filter((path) => {
      const { status } = spawnSync('git', [
        '-C',
        repository.dir,
        'check-ignore',
        '--quiet',
        '--no-index',
        path,
      ]);
      return status === 0;
    });
  };

  it('is secrets in clear and what editors leave behind', () => {
    const paths = [
      ...['.env', 'secrets.env', 'prod.env.local', 'agent.key', 'app.pem', 'plugins/forwarding.secret'],
      ...['desired-state/secrets/DB_PASSWORD', 'desired-state/secrets/DB_PASSWORD.txt'],
      ...['desired-state/variables/~$Plan.xlsx', 'desired-state/.fleet.yaml.swp', 'desired-state/.DS_Store'],
    ];
    expect(ignored(paths)).toEqual(paths);
  });

  it('is nothing that belongs into the repository', () => {
    const paths = [
      'desired-state/secrets/DB_PASSWORD.age',
      'desired-state/secrets/recipients.yaml',
      'desired-state/variables/Plan.xlsx',
      'templates/rules.txt',
    ];
    expect(ignored([...Object.keys(starterFiles()), ...paths])).toEqual([]);
  });
});

describe('the texts of the starter repository', () => {
  const documents = ['README.md', 'branch-protection.md'];

  it('link to and name files that are there', () => {
    const { dir } = createStarter();
    const named = documents.flatMap((path) => {
      const text = starterFile(path);
      const links = [...text.matchAll(/\]\(([^):]+)\)/g), ...text.matchAll(/`(desired-state\/[^`]+)`/g)];
      return links.map(([, name]) => name ?? '');
    });
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((name) => !existsSync(join(dir, name)))).toEqual([]);
  });

  it('require exactly the checks that exist: the job of the workflow and one for each host', () => {
    const checks = [...starterFile('branch-protection.md').matchAll(/^- `([^`]+)`/gm)].map(
      ([, name]) => name,
    );
    const { hosts } = parse(starterFile(FLEET)) as { hosts: Record<string, unknown> };
    const { jobs } = parse(starterFile('.github/workflows/homeamp.yml')) as { jobs: Record<string, unknown> };
    expect(checks).toEqual([...Object.keys(jobs), ...Object.keys(hosts).map((host) => `homeamp/${host}`)]);
  });

  it('ask for code owners of paths that are there', () => {
    const { dir } = createStarter();
    const lines = starterFile('.github/CODEOWNERS')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split(/\s+/));
    expect(lines.map(([path]) => path)).toEqual(['*', '/.github/', `/${FLEET}`]);
    for (const [path = '', ...owners] of lines) {
      if (path !== '*') expect(existsSync(join(dir, path)), path).toBe(true);
      expect(owners).toEqual(['@my-org/admins']);
    }
  });
});

function fillIn(text: string): string {
  return text
    .replaceAll('my-host', 'frost')
    .replaceAll('192.0.2.10', '198.51.100.20')
    .replaceAll('my-org', 'example-team');
}
