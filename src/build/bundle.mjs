// Makes dist/ from src/main.ts: one small entry that loads each command's part when it runs. Dependencies stay outside.
import { chmodSync, cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');
const dist = join(root, 'dist');
const stock = join(root, 'src/demo/stock');

rmSync(dist, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts'],
  outdir: dist,
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  chunkNames: 'parts/[name]-[hash]',
  logLevel: 'warning',
});
chmodSync(join(dist, 'main.js'), 0o755);
if (existsSync(stock)) cpSync(stock, join(dist, 'stock'), { recursive: true });
