import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage } from './stage.ts';

export interface LiveEdit {
  readonly host: string;
  /** Below the host's folder of instances. */
  readonly path: string;
  readonly from: RegExp;
  readonly to: string;
}

/** Somebody changes a file of a server by hand. */
export function editLive({ sandbox, say }: Stage, { host, path, from, to }: LiveEdit): void {
  const file = join(sandbox.instancesOf(host), path);
  const text = readFileSync(file, 'utf8');
  if (!from.test(text)) throw new Error(`${path} holds nothing like ${from.source}`);
  writeFileSync(file, text.replace(from, to));
  say(`${host} ${path}: now ${to}`);
}
