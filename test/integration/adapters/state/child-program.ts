import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { temporaryFolder } from '../temporary-folder.ts';

/** Starts `state-child.ts`, or another source beside it, on a state folder; resolves when it has written. */
export async function startChild(stateDir: string, source = 'state-child.ts'): Promise<ChildProcess> {
  const folder = temporaryFolder();
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  const program = join(folder, 'child.mjs');
  buildSync({
    entryPoints: [join(import.meta.dirname, source)],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  const child = spawn(process.execPath, [program, stateDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [text] = await once(child.stdout, 'data');
  if (String(text) !== 'written') throw new Error(`the child said ${String(text)}`);
  return child;
}

/** Ends it as a crash does. */
export async function killChild(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
