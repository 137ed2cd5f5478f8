import { classifyFolder } from './classify-path.ts';
import { FORMAT_BY_EXTENSION, WORLD_FOLDERS } from './name-rules.ts';

const OTHERS = new Set(['jar', 'kvp', 'secret']);
/** Deeper files are in folders of plugins. */
const PLUGINS = 'plugins';

/**
 * True for an archive's file that an import may read: settings, what AMP says of its instances, and jars of plugins for
 * their names. Folders of data are passed over before anything of them is unpacked.
 */
export function isWantedInArchive(path: string): boolean {
  const segments = path.split('/');
  const name = segments.at(-1) ?? '';
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const folders = segments.slice(0, -1);
  if (folders.some((folder) => WORLD_FOLDERS.has(folder.toLowerCase()))) return false;
  if (extension === 'jar') return folders.at(-1) === PLUGINS;
  if (!OTHERS.has(extension) && !FORMAT_BY_EXTENSION.has(extension)) return false;
  const below = folders.slice(folders.indexOf(PLUGINS) + 1);
  return !folders.includes(PLUGINS) || below.every((folder) => classifyFolder(folder) === undefined);
}
