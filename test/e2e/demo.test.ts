import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '../../dist/main.js');

describe('homeamp demo', () => {
  let dir: string;
  let output: string;
  let status: number | null;

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'homeamp-demo-test-'));
    const child = spawnSync(process.execPath, [MAIN, 'demo', '--keep', join(dir, 'sandbox')], {
      encoding: 'utf8',
    });
    ({ status, stdout: output } = child);
    if (status !== 0) output += child.stderr;
  }, 120_000);

  afterAll(() => rmSync(dir, { recursive: true, force: true }));

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

  it('never shows a secret', () => {
    const secrets = readFileSync(join(dir, 'sandbox/secrets.env'), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    expect(secrets.length).toBeGreaterThan(2);
    for (const line of secrets) expect(output).not.toContain(line.slice(line.indexOf('=') + 1));
  });

  it('leaves the sandbox for looking around, and uses no colour without a terminal', () => {
    expect(existsSync(join(dir, 'sandbox/fleet.git/HEAD'))).toBe(true);
    expect(output).not.toContain('\u001b[');
  });
});
