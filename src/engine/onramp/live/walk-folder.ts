import { MistakeError } from '../../../core/model/errors.ts';
import { type InstancePath, parseInstancePath } from '../../../core/model/instance.ts';
import { classifyPath } from '../../../core/onramp/collect/classify-path.ts';
import type { LiveFileReader, RootPath } from '../../../ports/live-files.ts';

const DEEPEST = 8;
const MOST_FOLDERS = 500;
const MOST_FILES = 20_000;

export interface Walk {
  readonly files: LiveFileReader;
  readonly root: RootPath;
  readonly folder: InstancePath;
  /** Asked with each folder's path below the walked one; false passes it over. */
  readonly isEntered: (path: string) => boolean;
  /** Called for folders that can't be looked into, and for what is past the bounds. */
  readonly onTrouble: (path: string, reason: string) => void;
}

/** Paths of regular files below a folder, sorted within each folder, upper folders first. Links are never followed. */
export function walkFolder(walk: Walk): readonly string[] {
  const found: string[] = [];
  const waiting = [''];
  for (let looked = 0; waiting.length > 0; looked += 1) {
    const folder = waiting.shift() as string;
    if (looked >= MOST_FOLDERS || found.length >= MOST_FILES) {
      walk.onTrouble(folder, 'there are too many files and folders');
      break;
    }
    for (const name of namesIn(walk, folder)) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const full = parseInstancePath(`${walk.folder}/${path}`);
      if (full === undefined) continue;
      if (walk.files.identify(walk.root, full) !== undefined) found.push(path);
      else if (classifyPath(path).kind !== 'foreign')
        walk.onTrouble(path, 'it is a link, or a file with several names');
      else if (path.split('/').length <= DEEPEST && walk.isEntered(path)) waiting.push(path);
    }
  }
  return found;
}

function namesIn(walk: Walk, folder: string): readonly string[] {
  const full = parseInstancePath(folder === '' ? walk.folder : `${walk.folder}/${folder}`);
  if (full === undefined) return [];
  try {
    return walk.files.list(walk.root, full);
  } catch (error) {
    if (!(error instanceof MistakeError)) throw error;
    walk.onTrouble(folder, error.message);
    return [];
  }
}
