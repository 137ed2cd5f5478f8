import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ROOT } from '../docs/read-document.ts';

const hasTerminals = spawnSync('script', ['--version']).status === 0;

/** `homeamp init` on a terminal of its own; each answer is typed once its question shows. */
async function initOnTerminal(
  words: string,
  answers: readonly (readonly [question: string, keys: string])[],
) {
  const home = mkdtempSync(join(tmpdir(), 'homeamp-terminal-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const line = `"${process.execPath}" "${join(ROOT, 'dist/main.js')}" init network ${words}`;
  const child = spawn('script', ['-qec', line, '/dev/null'], {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home, TERM: 'dumb' },
    timeout: 30_000,
  });
  const open = [...answers];
  let shown = '';
  child.stdout.on('data', (piece: Buffer) => {
    shown += piece.toString();
    const next = open[0];
    if (next === undefined || !shown.includes(next[0])) return;
    open.shift();
    shown = '';
    child.stdin.write(next[1]);
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, shown, fleet: join(home, 'network/desired-state/fleet.yaml') };
}

describe.skipIf(!hasTerminals)('questions on a terminal', () => {
  it('take what is typed, and what is offered where nothing is', async () => {
    const { code, fleet } = await initOnTerminal('--host frost', [
      ['.ampdata/instances on this machine, or none [none]: ', '\r'],
      ['Your servers, each as NAME:PLATFORM', 'DEV01 GATE:velocity\r'],
      ['Stages that a change goes through', '\r'],
      ['Servers to try changes out on first, or none [DEV01]: ', '\r'],
      ['Who approves changes', 'a b, c/d\r'],
      ['Who approves changes', 'alice, bob\r'],
    ]);
    expect(code).toBe(0);
    const text = readFileSync(fleet, 'utf8');
    expect(text).toContain('GATE: { host: frost, platform: velocity, stage: production }');
    expect(text).toContain('approval: { required: 1, by: [alice, bob] }');
  });

  it.each([
    ['an interrupt', '\x03'],
    ['the end of the input', '\x04'],
  ])('end with %s, and nothing is written', async (_what, keys) => {
    const { code, shown, fleet } = await initOnTerminal('', [['Name of this machine', keys]]);
    expect([code, existsSync(fleet)]).toEqual([2, false]);
    expect(shown).toContain('the question was not answered, so nothing was done');
  });
});
