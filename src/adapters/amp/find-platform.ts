import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from '../../core/model/instance.ts';
import type { LocalInstance } from '../../ports/local-instances.ts';
import { readKvpValue } from './kvp-value.ts';

/** Server types by their name in AMP, lower case, letters and digits alone. */
const SERVER_TYPES: ReadonlyMap<string, Platform> = new Map([
  ...named('paper', ['bukkit', 'craftbukkit', 'spigot', 'paper', 'papermc', 'purpur', 'pufferfish']),
  ...named('paper', ['folia', 'leaf', 'leaves', 'tuinity', 'airplane', 'advancedslimepaper']),
  ...named('velocity', ['velocity']),
  ...named('bungeecord', ['bungeecord', 'waterfall', 'travertine', 'hexacord', 'flamecord']),
  ...named('fabric', ['fabric', 'quilt']),
  ...named('forge', ['forge', 'neoforge']),
  ...named('geyser', ['geyser', 'geysermc', 'geyserstandalone']),
]);

/** Files that only one platform's server makes in its folder. */
const TELLING_FILES: readonly (readonly [file: string, platform: Platform])[] = [
  ['velocity.toml', 'velocity'],
  ['config/paper-global.yml', 'paper'],
  ['waterfall.yml', 'bungeecord'],
];

function named(platform: Platform, names: readonly string[]): readonly (readonly [string, Platform])[] {
  return names.map((name) => [name, platform] as const);
}

/**
 * What runs in an instance. A type that AMP names and homeamp does not know says nothing, and neither do signs that
 * contradict each other: whoever reads it blocks an instance for a difference.
 */
export function findPlatform(
  instance: string,
  module: LocalInstance['module'],
  root: LocalInstance['root'],
): Platform | undefined {
  if (module === 'controller') return 'ads';
  const type = serverType(instance, module);
  const byType = type === undefined ? undefined : SERVER_TYPES.get(plainName(type));
  if (type !== undefined && byType === undefined) return undefined;
  const byFiles = root.kind === 'found' ? tellingFiles(root.path) : new Set<Platform>();
  const all = new Set([...byFiles, ...(byType === undefined ? [] : [byType])]);
  const [first, second] = all;
  return second === undefined ? first : undefined;
}

function serverType(instance: string, module: LocalInstance['module']): string | undefined {
  switch (module) {
    case 'minecraft':
      return readKvpValue(join(instance, 'MinecraftModule.kvp'), ['Minecraft.ServerType', 'ServerType']);
    case 'generic':
      return readKvpValue(join(instance, 'GenericModule.kvp'), ['Meta.DisplayName']);
    case 'controller':
    case 'unknown':
      return undefined;
  }
}

function plainName(type: string): string {
  return type.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function tellingFiles(root: string): ReadonlySet<Platform> {
  return new Set(
    TELLING_FILES.filter(([file]) => existsSync(join(root, file))).map(([, platform]) => platform),
  );
}
