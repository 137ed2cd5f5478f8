import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage } from './stage.ts';

/** Changes a file of the admin's clone. Throws when it holds nothing like what is to be changed. */
export function editDesired(
  { sandbox }: Stage,
  path: string,
  { from, to }: { readonly from: RegExp; readonly to: string },
): void {
  const file = join(sandbox.clone, 'desired-state', path);
  const text = readFileSync(file, 'utf8');
  if (!from.test(text)) throw new Error(`${path} holds nothing like ${from.source}`);
  writeFileSync(file, text.replace(from, to));
}
