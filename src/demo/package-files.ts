import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds homeamp's own package.json, desired-state and templates. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('homeamp is not installed whole: its package.json is missing');
    folder = parent;
  }
  return folder;
}

/** Configuration files as servers write them when they start for the first time, by platform. */
export function stockFolder(): string {
  const packed = join(packageRoot(), 'dist/stock');
  return existsSync(packed) ? packed : join(packageRoot(), 'src/demo/stock');
}
