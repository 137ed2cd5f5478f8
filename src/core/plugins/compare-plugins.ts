import type { InstalledJar, PluginDescription, PluginFinding } from '../model/installed-plugin.ts';
import type { Platform } from '../model/instance.ts';
import { descriptionOn, isDescribedAs, isFileNamedFor, type PluginNames } from './match-plugins.ts';

/** A plugin that the matrix places on the instance. */
export interface PlacedPlugin extends PluginNames {
  /** True when its folder holds anything. */
  readonly hasFolder: boolean;
}

export interface ComparedPlugins {
  readonly platform: Platform;
  readonly placed: readonly PlacedPlugin[];
  readonly jars: readonly InstalledJar[];
}

/** What the deployment matrix places on an instance beside the jars that are there: placed ones first, in its order. */
export function comparePlugins({ platform, placed, jars }: ComparedPlugins): readonly PluginFinding[] {
  const taken = new Map<InstalledJar, PlacedPlugin>();
  const found = placed.map((plugin) => {
    const [jar] = jars.filter((candidate) => !taken.has(candidate) && isFor(candidate, plugin, platform));
    if (jar !== undefined) taken.set(jar, plugin);
    return jar === undefined ? withoutJar(plugin) : installed(plugin, jar, platform);
  });
  const rest = jars.filter((jar) => !taken.has(jar));
  return [...found, ...rest.map((jar) => unknown(jar, { platform, placed }))];
}

function isFor(jar: InstalledJar, plugin: PluginNames, platform: Platform): boolean {
  if (jar.content.kind === 'unreadable') return isFileNamedFor(jar.jar, plugin);
  const description = descriptionOn(platform, jar.content);
  return description !== undefined && isDescribedAs(description, plugin);
}

function withoutJar({ plugin, hasFolder }: PlacedPlugin): PluginFinding {
  const kind = hasFolder ? 'folder-only' : 'missing';
  return { kind, plugin, jar: undefined, ...factsOf(undefined), detail: undefined };
}

function installed({ plugin }: PlacedPlugin, { jar, content }: InstalledJar, on: Platform): PluginFinding {
  const detail = content.kind === 'unreadable' ? content.reason : undefined;
  return { kind: 'installed', plugin, jar, ...factsOf(descriptionOn(on, content)), detail };
}

function factsOf(description: PluginDescription | undefined) {
  const { version, platforms = [], depends = [] } = description ?? {};
  return { version, platforms, depends };
}

function unknown(
  { jar, content }: InstalledJar,
  beside: Pick<ComparedPlugins, 'platform' | 'placed'>,
): PluginFinding {
  const base = { kind: 'unknown', jar } as const;
  if (content.kind !== 'plugin') {
    const detail = content.kind === 'unreadable' ? content.reason : 'it describes no plugin';
    return { ...base, plugin: jar.replace(/\.jar$/i, ''), ...factsOf(undefined), detail };
  }
  const platforms = [...new Set(content.descriptions.flatMap((one) => one.platforms))];
  const fitting = descriptionOn(beside.platform, content);
  const shown = fitting ?? content.descriptions[0];
  const detail =
    fitting === undefined
      ? `it is for ${platforms.join(', ')}, and this is ${beside.platform}`
      : secondJar(fitting, beside.placed);
  return { ...base, plugin: shown?.name ?? jar, ...factsOf(shown), platforms, detail };
}

function secondJar(description: PluginDescription, placed: readonly PlacedPlugin[]): string | undefined {
  const twin = placed.find((plugin) => isDescribedAs(description, plugin));
  return twin === undefined ? undefined : `it is a second jar of ${twin.plugin}`;
}
