import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFilesOnlyControl } from '../../../../src/adapters/amp/index.ts';
import { asNobody, isRoot, temporaryFolder } from '../temporary-folder.ts';

async function startServer(cwd: string, program = 'sleep', uid?: number): Promise<ChildProcess> {
  const owner = uid === undefined ? {} : { uid, gid: uid };
  const child = spawn(program, ['60'], { cwd, stdio: 'ignore', ...owner });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  return child;
}

describe('a server without the API', () => {
  it('runs while a process works in its folder or below, and is stopped before and after', async () => {
    const dir = temporaryFolder();
    const root = join(dir, 'A');
    mkdirSync(join(root, 'world'), { recursive: true });
    mkdirSync(join(dir, 'B'));
    const control = createFilesOnlyControl();
    expect(control.processState(root)).toEqual({ kind: 'stopped' });
    const child = await startServer(join(root, 'world'));
    const state = control.processState(root);
    expect(state.kind).toBe('running');
    expect(state.kind === 'running' ? Math.abs(state.startedAt - Date.now()) : Number.NaN).toBeLessThan(
      20_000,
    );
    expect(control.processState(join(dir, 'B'))).toEqual({ kind: 'stopped' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(control.processState(root)).toEqual({ kind: 'stopped' });
  });

  it('is known by its start, not by that of a shell which was opened in its folder earlier', async () => {
    const root = temporaryFolder();
    const java = join(temporaryFolder(), 'java');
    symlinkSync('/bin/sleep', java);
    await startServer(root);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const control = createFilesOnlyControl();
    const before = control.processState(root);
    await startServer(root, java);
    const after = control.processState(root);
    if (before.kind !== 'running' || after.kind !== 'running') throw new Error('both run');
    expect(after.startedAt).toBeGreaterThan(before.startedAt);
  });

  it('is not taken to run because homeamp itself was started from its folder', () => {
    const root = temporaryFolder();
    const previous = process.cwd();
    process.chdir(root);
    const state = createFilesOnlyControl().processState(root);
    process.chdir(previous);
    expect(state).toEqual({ kind: 'stopped' });
  });

  it('may be looked for once for many roots', async () => {
    const root = temporaryFolder();
    const control = createFilesOnlyControl({ scanOnce: true });
    expect(control.processState(root)).toEqual({ kind: 'stopped' });
    await startServer(root);
    expect(control.processState(root)).toEqual({ kind: 'stopped' });
  });

  it.skipIf(!isRoot)('is unknown where processes of its owner can not be looked into', async () => {
    const root = temporaryFolder();
    chownSync(root, 1234, 1234);
    await startServer(root, 'sleep', 1234);
    const control = createFilesOnlyControl();
    expect(control.processState(root).kind).toBe('running');
    expect(asNobody(() => control.processState(root)).kind).toBe('unknown');
  });

  it('is unknown where the system shows no processes, or the root is gone', () => {
    expect(createFilesOnlyControl({ processTable: '/nonexistent' }).processState('/').kind).toBe('unknown');
    expect(createFilesOnlyControl().processState('/nonexistent/root').kind).toBe('unknown');
  });
});
