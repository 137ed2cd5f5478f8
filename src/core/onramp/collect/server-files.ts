import type { Platform } from '../../model/instance.ts';
import { classifyPath } from './classify-path.ts';
import { FORMAT_BY_EXTENSION } from './name-rules.ts';

/** A baseline for files of the server itself. */
export interface ServerBaseline {
  readonly plugin: string;
  /** `.`, or a folder of settings of the server's mods. */
  readonly folder: string;
  /** Below the folder. */
  readonly path: string;
}

/** Files whose baseline is not called after them. */
const BASELINES: Readonly<Record<string, { readonly plugin: string; readonly platform?: Platform }>> = {
  'velocity.toml': { plugin: 'velocity' },
  'forwarding.secret': { plugin: 'velocity', platform: 'velocity' },
  'config/paper-global.yml': { plugin: 'paper-global' },
  'config/paper-world-defaults.yml': { plugin: 'paper-world-defaults' },
};
const CONFIG_YML: Partial<Readonly<Record<Platform, string>>> = {
  bungeecord: 'bungeecord',
  geyser: 'geyser',
};
/** Platforms whose `config/` belongs to the server; elsewhere each mod has a file or a folder in it. */
const OWN_CONFIG: readonly Platform[] = ['paper', 'velocity', 'bungeecord'];

/**
 * Which baseline a file of the server itself belongs to, by its path below the application root; undefined for what is no
 * configuration of the server. Names of players, worlds and JSON in the root are the game's own data.
 */
export function serverBaselineOf(path: string, platform: Platform): ServerBaseline | undefined {
  const known = BASELINES[path];
  if (known !== undefined && (known.platform ?? platform) === platform)
    return { plugin: known.plugin, folder: '.', path };
  const segments = path.split('/');
  const name = segments.at(-1) ?? '';
  const dot = name.lastIndexOf('.');
  const extension = name.slice(dot + 1).toLowerCase();
  if (dot <= 0 || !FORMAT_BY_EXTENSION.has(extension)) return undefined;
  const stem = name.slice(0, dot);
  if (segments.length === 1) {
    if (extension === 'json' || classifyPath(path).kind !== 'settings') return undefined;
    return {
      plugin: (stem === 'config' && CONFIG_YML[platform]) || `${stem}-${extension}`,
      folder: '.',
      path,
    };
  }
  return inConfigFolder(segments, platform, stem);
}

function inConfigFolder(
  [first = '', second = '', ...rest]: readonly string[],
  platform: Platform,
  stem: string,
): ServerBaseline | undefined {
  if (first !== 'config') return undefined;
  if (rest.length > 0)
    return OWN_CONFIG.includes(platform)
      ? undefined
      : { plugin: second, folder: `config/${second}`, path: rest.join('/') };
  return OWN_CONFIG.includes(platform)
    ? { plugin: stem, folder: '.', path: `config/${second}` }
    : { plugin: 'mod-settings', folder: 'config', path: second };
}
