// Makes dist/ from src/main.ts: one small entry that loads each command's part when it runs.
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  // Some bundled packages are CommonJS and ask for Node's own modules.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
  chunkNames: 'parts/[name]-[hash]',
  logLevel: 'warning',
  metafile: true,
});
chmodSync(join(dist, 'main.js'), 0o755);
removeOldParts(new Set(Object.keys(metafile.outputs).map((path) => basename(path))));
rmSync(join(dist, 'stock'), { recursive: true, force: true });
if (existsSync(stock)) cpSync(stock, join(dist, 'stock'), { recursive: true });

const licences = [licencesOf(Object.keys(metafile.inputs)), descriptionLicence()];
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`));

/** GitHub's own description of its API comes as a file and not as a package. */
function descriptionLicence() {
  const page = readFileSync(join(root, 'src/stand-ins/github/README.md'), 'utf8');
  const text = page.slice(page.indexOf('MIT License'));
  if (!text.startsWith('MIT License')) throw new Error('the licence of the API description is gone');
  return `@octokit/openapi\n\n${text.replaceAll('```', '').trim()}\n`;
}

/** The licence texts of the packages whose code is in the bundle, as their licences ask for. */
function licencesOf(inputs) {
  const names = inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(names)]
    .filter((name) => name !== undefined)
    .sort()
    .map((name) => {
      const folder = join(root, 'node_modules', name);
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file === undefined ? statedLicence(folder) : readFileSync(join(folder, file), 'utf8');
      return `${name}\n\n${text.trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** What a package without a licence file says of itself. */
function statedLicence(folder) {
  const { name, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new Error(`${name} has no licence`);
  return `${license}, ${typeof author === 'string' ? author : (author?.name ?? name)}`;
}

/** After the new ones are there, so that a homeamp that starts meanwhile finds its parts. */
function removeOldParts(current) {
  const parts = join(dist, 'parts');
  for (const name of readdirSync(parts)) if (!current.has(name)) rmSync(join(parts, name));
}
