// Makes dist/ from src/main.ts: one small entry that loads each command's part when it runs. Dependencies stay outside.
import { chmodSync, cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');
const dist = join(root, 'dist');
const stock = join(root, 'src/demo/stock');

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts'],
  outdir: dist,
  bundle: true,
  splitting: true,
  // A steady pass must not wait for hundreds of module files, so what is plain JavaScript is bundled.
  external: ['lmdb', 'exceljs', 'commander', 'picocolors'],
  mainFields: ['module', 'main'],
  format: 'esm',
  platform: 'node',
  target: 'node20',
  chunkNames: 'parts/[name]-[hash]',
  logLevel: 'warning',
  metafile: true,
});
chmodSync(join(dist, 'main.js'), 0o755);
removeOldParts(new Set(Object.keys(metafile.outputs).map((path) => basename(path))));
rmSync(join(dist, 'stock'), { recursive: true, force: true });
if (existsSync(stock)) cpSync(stock, join(dist, 'stock'), { recursive: true });

/** After the new ones are there, so that a homeamp that starts meanwhile finds its parts. */
function removeOldParts(current) {
  const parts = join(dist, 'parts');
  for (const name of readdirSync(parts)) if (!current.has(name)) rmSync(join(parts, name));
}
