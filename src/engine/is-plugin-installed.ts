import type { InstalledJar } from '../core/model/installed-plugin.ts';
import { parseInstancePath } from '../core/model/instance.ts';
import type { ManagedFile } from '../core/model/managed-file.ts';
import { isJarOf } from '../core/plugins/match-plugins.ts';
import type { LiveFileReader, RootPath } from '../ports/live-files.ts';

/**
 * Tells a missing file from a missing plugin. A plugin is there when its folder holds anything, or when a jar says that
 * it is the plugin; jars are listed only where the folder says nothing.
 */
export async function isPluginInstalled(
  { files, jars }: { readonly files: LiveFileReader; readonly jars: () => Promise<readonly InstalledJar[]> },
  root: RootPath,
  file: ManagedFile,
): Promise<boolean> {
  if (file.serverFile) return true;
  const folder = parseInstancePath(file.folder);
  if (folder !== undefined && files.list(root, folder).length > 0) return true;
  return (await jars()).some((jar) => isJarOf(jar, file));
}
