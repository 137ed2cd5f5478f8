import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, parseClaim } from './process-claim.ts';

/** The live process that has claimed a folder by `lockState`; undefined where none has. Changes nothing. */
export function lockOwner(dir: string): number | undefined {
  return namesIn(join(dir, 'lock'))
    .map(parseClaim)
    .find((claim) => claim !== undefined && isAlive(claim))?.pid;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
