import { parseInstancePath } from '../core/model/instance.ts';
import type { ManagedFile } from '../core/model/managed-file.ts';
import type { LiveFileReader, RootPath } from '../ports/live-files.ts';

/**
 * Tells a missing file from a missing plugin. A plugin is there when its folder holds anything, or when `plugins/` holds
 * a jar that is named after it.
 */
export function isPluginInstalled(reader: LiveFileReader, root: RootPath, file: ManagedFile): boolean {
  if (file.serverFile) return true;
  const folder = parseInstancePath(file.folder);
  if (folder !== undefined && reader.list(root, folder).length > 0) return true;
  const plugins = parseInstancePath('plugins');
  if (plugins === undefined) return false;
  const names = [plainName(file.plugin), plainName(file.folder.slice(file.folder.lastIndexOf('/') + 1))];
  return reader.list(root, plugins).some((name) => {
    if (!name.toLowerCase().endsWith('.jar')) return false;
    const jar = plainName(name.slice(0, -4).replace(/[-_ ]v?\d.*$/i, ''));
    return names.includes(jar);
  });
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
