import type { InstalledJar, JarContent, PluginDescription } from '../model/installed-plugin.ts';
import type { Platform } from '../model/instance.ts';

/** A plugin as the deployment matrix and its baseline name it. */
export interface PluginNames {
  readonly plugin: string;
  /** Of its files, below the application root. */
  readonly folder: string;
}

/** Platforms that load what their own file describes and nothing else; of the others nothing is known. */
const STRICT: readonly Platform[] = ['paper', 'velocity', 'bungeecord', 'fabric'];

/** What a jar is on a platform; undefined for one that the platform does not load. */
export function descriptionOn(platform: Platform, content: JarContent): PluginDescription | undefined {
  if (content.kind !== 'plugin') return undefined;
  const fitting = content.descriptions.find(({ platforms }) => platforms.includes(platform));
  return STRICT.includes(platform) ? fitting : (fitting ?? content.descriptions[0]);
}

/** True when a jar's own name for its plugin is the plugin's or that of its folder, in whatever case. */
export function isDescribedAs({ id, name }: PluginDescription, { plugin, folder }: PluginNames): boolean {
  const names = [plugin, lastName(folder)].map((text) => text.toLowerCase());
  return [id, name].some((own) => names.includes(own.toLowerCase()));
}

/**
 * True when the jar is the plugin's, on any platform. Where a jar can't be read its file's name decides, with its
 * version taken off.
 */
export function isJarOf({ jar, content }: InstalledJar, names: PluginNames): boolean {
  switch (content.kind) {
    case 'plugin':
      return content.descriptions.some((description) => isDescribedAs(description, names));
    case 'no-plugin':
      return false;
    case 'unreadable':
      return isFileNamedFor(jar, names);
  }
}

export function isFileNamedFor(jar: string, { plugin, folder }: PluginNames): boolean {
  const name = plainName(jar.replace(/\.jar$/i, '').replace(/[-_ ]v?\d.*$/i, ''));
  return [plugin, lastName(folder)].map(plainName).includes(name);
}

function lastName(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
