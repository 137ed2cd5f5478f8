import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { findMissingLine } from '../docs/compare-output.ts';
import { readDocument } from '../docs/read-document.ts';
import { installPackage } from '../support/installed-package.ts';

const BUILT = join(import.meta.dirname, '../..');

interface DemoRun {
  readonly status: number | null;
  readonly output: string;
}

/** Runs the demo to its end, or interrupts it as soon as its output holds a text. */
function runDemo(main: string, folder: string, interruptAt?: string): Promise<DemoRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, 'demo', '--keep', folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let isInterrupted = false;
    const read = (chunk: string) => {
      output += chunk;
      if (isInterrupted || interruptAt === undefined || !output.includes(interruptAt)) return;
      isInterrupted = true;
      child.kill('SIGINT');
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}

describe('homeamp demo, of the installed package', () => {
  let dir: string;
  let installed: string | undefined;
  let main: string;
  let output: string;
  let status: number | null;
  let interrupted: DemoRun;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'homeamp-demo-test-'));
    installed = installPackage(dir);
    main = join(installed ?? BUILT, 'dist/main.js');
    [{ output, status }, interrupted] = await Promise.all([
      runDemo(main, join(dir, 'sandbox')),
      runDemo(main, join(dir, 'interrupted'), '12. Carol opens'),
    ]);
  }, 600_000);

  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const chapter = (number: number) => {
    const start = output.indexOf(`━━ ${number}. `);
    return output.slice(start, output.indexOf('\n━━ ', start + 1));
  };

  const homeamp = (...words: readonly string[]) =>
    spawnSync(process.execPath, [main, ...words], {
      cwd: dir,
      encoding: 'utf8',
      env: { ...process.env, HOMEAMP_SECRETS_FILE: undefined },
    });

  it('could be installed', (context) => {
    if (installed === undefined) return context.skip('what the package needs can not be fetched here');
    for (const path of ['README.md', 'LICENSE', 'docs/commands.md', 'docs/schemas/fleet.schema.json'])
      expect(existsSync(join(installed, path)), path).toBe(true);
    expect(homeamp('--version')).toMatchObject({ status: 0, stdout: `${packageJson.version}\n` });
    expect(homeamp('--help').stdout).toContain('homeamp validate --repo .');
  });

  it('prints what README.md shows', () => {
    const shown = readDocument('README.md').fences.find(({ text }) => text.startsWith('━━'))?.text ?? '';
    expect(shown).not.toBe('');
    expect(findMissingLine(['…', ...shown.split('\n')], output, new Map())).toBeUndefined();
  });

  it('leaves a sandbox that can be planned', () => {
    const host = join(dir, 'sandbox/hosts/ovh-ryzen');
    const { status: exit, stdout } = homeamp(
      ...['plan', '--repo', join(dir, 'sandbox/fleet.git'), '--host', 'ovh-ryzen'],
      ...['--amp-root', join(host, '.ampdata/instances'), '--state', join(host, 'state')],
    );
    expect({ exit, stdout }).toMatchObject({ exit: 1 });
    expect(stdout).toContain('Plan ');
  });

  it('ends by itself and well', () => {
    expect(status, output.slice(-3000)).toBe(0);
  });

  it('tells the whole story in order', () => {
    const chapters = [
      'Is the repository right?',
      'What would change on hetzner-xeon?',
      'And on ovh-ryzen?',
      'Bring both hosts',
      'plan again',
      'edit live files by hand',
      'Who wants what',
      'Heal',
      'A new commit',
      'take it back',
      'moves to GitHub',
      'Carol opens a pull request',
      'Alice approves, Bob merges',
      'an issue opens',
      'Back by pull request',
      'AMP joins',
      'while people play',
      'A canary that fails',
      'Corrected, and promoted',
      'What the hosts keep',
      'finds its way into Git',
      'Had there been no repository',
      'only the host can read them',
      'What that cost',
      'Look around',
    ];
    const places = chapters.map((chapter) => output.indexOf(chapter));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every((place) => place >= 0)).toBe(true);
  });

  it('names the stray folder, the unreadable file with its line, the missing plugin and the missing file', () => {
    expect(output).toContain('TEST99');
    expect(output).toMatch(/plugins\/CoreProtect\/config\.yml.*(?:\n.*){0,2}\d+/);
    expect(output).toContain('Citizens');
    expect(output).toContain('plugins/TAB/config.yml');
  });

  it('tells what a pull request would do, holds back what nobody approved, and applies by stages', () => {
    expect(chapter(11)).toMatch(/homeamp\/ovh-ryzen +success +in sync: 11 instances/);
    expect(chapter(12)).toMatch(/homeamp\/hetzner-xeon +success +plan [0-9a-f]{12}: 3 keys on 3 instances/);
    expect(chapter(12)).toContain('- GriefPrevention.Claims.Max Accrued Claim Blocks.Default: 100000');
    expect(chapter(12)).toContain('+ GriefPrevention.Claims.Max Accrued Claim Blocks.Default: 150000');
    expect(chapter(13)).toMatch(/hetzner-xeon +pending +.*blocked: EVO01, SMP101/);
    expect(chapter(13)).toMatch(/production +success +hetzner-xeon: done, ovh-ryzen: done/);
    expect(chapter(14)).toMatch(
      /ISSUE #2, BY homeamp-agents: open[\s\S]*ISSUE #2, BY homeamp-agents: closed/,
    );
    expect(chapter(15)).toMatch(
      /held: pull request #3 has 0 of 1 approvals[\s\S]*4 keys on 4 instances applied, as approved/,
    );
    expect(chapter(24)).toMatch(/GitHub's API +\d+ +\d+ +\d+\n/);
    expect(chapter(24)).toContain('This was a stand-in for GitHub');
  });

  it('waits for players, counts down, takes back what a canary fails on, and promotes what is mended', () => {
    expect(chapter(17)).toMatch(/EVO01 +Pending .*waiting: 3 players \(below 2\), latest/);
    expect(chapter(17)).toMatch(/Restart in 3 seconds[\s\S]*Restart in 1 second/);
    expect(chapter(18)).toMatch(/hetzner-xeon +failure +.*failed: EVO01 \(rolled back: /);
    expect(chapter(18)).toContain('Error occurred while enabling CombatPets');
    expect(chapter(18)).toMatch(/canary failed/);
    expect(chapter(19)).toMatch(/production +success +hetzner-xeon: done, ovh-ryzen: done/);
  });

  it('keeps an edit by pull request, imports a host, and encrypts its passwords', () => {
    expect(chapter(21)).toMatch(/- +max-brush-radius: 12\n\+ +max-brush-radius: 20\n/);
    expect(chapter(21)).toMatch(/Pull request #\d+ opened/);
    expect(chapter(22)).toMatch(/Plan on these servers: empty \(\d+ keys owned on 12 instances\)/);
    expect(chapter(23)).toMatch(/Nothing differs on 12 instances\.\n\(exit code 0\)/);
  });

  it('shows no mark of a comment and nothing that is folded', () => {
    expect(output).not.toMatch(/<!--|<\/?details>|<\/?summary>/);
  });

  it('leaves live files, both repositories and settings as the last merge says', () => {
    const sandbox = join(dir, 'sandbox');
    const live = readFileSync(
      join(
        sandbox,
        'hosts/ovh-ryzen/.ampdata/instances/CLIP01/Minecraft/plugins/GriefPreventionData/config.yml',
      ),
      'utf8',
    );
    expect(live).toMatch(/Default: 100000/);
    const tip = (repository: string) =>
      readFileSync(join(sandbox, repository, 'refs/heads/main'), 'utf8').trim();
    expect(tip('fleet.git')).toBe(tip('github/acme/network.git'));
    const settings = join(sandbox, 'hosts/hetzner-xeon/agent.yaml');
    const look = homeamp('status', '--config', settings);
    expect(look.status, look.stderr).toBe(0);
    expect(look.stdout).toContain('reviewed by alice');
  });

  it('stops its servers when it is interrupted, and keeps the folder', async () => {
    expect(interrupted.status, interrupted.output.slice(-3000)).toBe(3);
    expect(interrupted.output).toContain('Interrupted: ');
    expect(interrupted.output).not.toContain('Look around');
    const settings = readFileSync(join(dir, 'interrupted/hosts/ovh-ryzen/agent.yaml'), 'utf8');
    const apiUrl = /apiUrl: "([^"]+)"/.exec(settings)?.[1] ?? '';
    expect(apiUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
    await expect(fetch(apiUrl)).rejects.toThrow();
  });

  it('never shows a secret or a token', () => {
    const read = (path: string) => readFileSync(join(dir, 'sandbox', path), 'utf8');
    const secrets = read('secrets.env')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.slice(line.indexOf('=') + 1));
    secrets.push(read('hosts/hetzner-xeon/github-token').trim());
    secrets.push(read('hosts/ovh-ryzen/amp-password').trim());
    secrets.push('AGE-SECRET-KEY');
    expect(secrets.length).toBeGreaterThan(3);
    for (const secret of secrets) expect(output).not.toContain(secret);
  });

  it('leaves the sandbox for looking around, and uses no colour without a terminal', () => {
    expect(existsSync(join(dir, 'sandbox/fleet.git/HEAD'))).toBe(true);
    expect(output).not.toContain('\u001b[');
  });
});
