import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

export interface OfflinePackage {
  /** Where the file is made. */
  readonly folder: string;
  /** Said by `homeamp --version`. */
  readonly version: string;
  /** JavaScript that runs before homeamp does. */
  readonly before?: string;
}

/**
 * homeamp's package as npm packs it, with what it needs inside, so that it installs without a network. Without what
 * reads workbooks, which is large. Gives the file's path.
 */
export function makeOfflinePackage({ folder, version, before }: OfflinePackage): string {
  const base = join(folder, 'package');
  if (!existsSync(base)) unpackWhole(base);
  const unpacked = join(folder, `unpacked-${version}`, 'package');
  mkdirSync(join(unpacked, '..'));
  execFileSync('cp', ['--archive', '--link', base, unpacked]);
  giveVersion(unpacked, version);
  if (before !== undefined) runBefore(unpacked, before);
  const file = join(folder, `homeamp-${version}.tgz`);
  execFileSync('tar', ['-C', join(unpacked, '..'), '-I', 'gzip -1', '-cf', file, 'package']);
  return file;
}

function unpackWhole(base: string): void {
  const about = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const name of about.files) cpSync(join(ROOT, name), join(base, name), { recursive: true });
  const needed = neededPackages(base, Object.keys(about.dependencies));
  const dependencies = Object.fromEntries(needed.map((name) => [name, about.dependencies[name]]));
  const bundleDependencies = [...withTheirs(needed)];
  for (const name of bundleDependencies)
    cpSync(join(ROOT, 'node_modules', name), join(base, 'node_modules', name), { recursive: true });
  const packed = {
    ...about,
    dependencies,
    bundleDependencies,
    devDependencies: {},
    scripts: {},
    overrides: {},
  };
  writeFileSync(join(base, 'package.json'), JSON.stringify(packed));
}

const LARGE = new Set(['exceljs']);

/** Those that are not in the bundle. */
function neededPackages(unpacked: string, dependencies: readonly string[]): readonly string[] {
  const code = scriptsOf(unpacked).map((path) => readFileSync(path, 'utf8'));
  return dependencies.filter((name) => {
    const imports = [`from "${name}"`, `from"${name}"`, `import("${name}")`];
    return !LARGE.has(name) && code.some((text) => imports.some((words) => text.includes(words)));
  });
}

function scriptsOf(unpacked: string): readonly string[] {
  const dist = join(unpacked, 'dist');
  const parts = readdirSync(join(dist, 'parts')).map((name) => join(dist, 'parts', name));
  return [join(dist, 'main.js'), ...parts];
}

/** With all that they need in turn. */
function withTheirs(names: readonly string[]): ReadonlySet<string> {
  const all = new Set<string>();
  const add = (name: string): void => {
    const file = join(ROOT, 'node_modules', name, 'package.json');
    if (all.has(name) || !existsSync(file)) return;
    all.add(name);
    const { dependencies, optionalDependencies } = JSON.parse(readFileSync(file, 'utf8'));
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) add(needed);
  };
  for (const name of names) add(name);
  return all;
}

/** In package.json and in the code, which has it from there. */
function giveVersion(unpacked: string, version: string): void {
  const file = join(unpacked, 'package.json');
  const about = JSON.parse(readFileSync(file, 'utf8'));
  replace(file, JSON.stringify({ ...about, version }));
  const said = `version: "${about.version}"`;
  for (const path of scriptsOf(unpacked)) {
    const text = readFileSync(path, 'utf8');
    if (text.includes(said)) replace(path, text.replaceAll(said, `version: "${version}"`));
  }
}

function runBefore(unpacked: string, before: string): void {
  const main = join(unpacked, 'dist/main.js');
  renameSync(main, join(unpacked, 'dist/real-main.js'));
  replace(main, `#!/usr/bin/env node\n${before}\nawait import('./real-main.js');\n`);
}

/** A new file, since the old one is linked to that of other versions. Those that are run stay so. */
function replace(path: string, text: string): void {
  rmSync(path, { force: true });
  writeFileSync(path, text, { mode: path.endsWith('main.js') ? 0o755 : 0o644 });
}
