import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
}

const root = join(import.meta.dirname, '../..');
const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync(join(root, 'package-lock.json'), 'utf8'),
);

/** Where npm looks for a dependency of the package at `path`, nearest first. */
function places(path: string, name: string): readonly string[] {
  const folders = path === '' ? [''] : [path, ...parents(path)];
  return folders.map((folder) => (folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`));
}

function parents(path: string): readonly string[] {
  const cut = path.lastIndexOf('/node_modules/');
  return cut < 0 ? [''] : [path.slice(0, cut), ...parents(path.slice(0, cut))];
}

describe('the lock file', () => {
  it('names the binaries of every platform, so that `npm ci` takes it anywhere', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !places(path, name).some((place) => place in lock.packages),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('names no download address, so that the registry in use is asked', () => {
    const addresses = Object.values(lock.packages).flatMap(({ resolved }) => resolved ?? []);
    expect(addresses).toEqual([]);
  });
});
