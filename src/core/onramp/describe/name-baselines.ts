import type { SeenInstance } from '../seen-fleet.ts';
import type { PluginPart } from './split-plugins.ts';

/** A name that no other baseline has. Without a suffix it is the part's main baseline. */
export type NameBaseline = (part: PluginPart, suffix: string | undefined) => string;

const LONGEST = 64;

/** Gives each plugin's first baseline the plugin's own name; the others say after it what they are for. */
export function nameBaselines(instances: readonly SeenInstance[]): NameBaseline {
  const taken = new Set<string>();
  for (const { plugins, files } of instances)
    for (const { plugin } of [...plugins, ...files]) taken.add(plugin.toLowerCase());
  const mains = new Map<PluginPart, string>();
  const firstOf = new Map<string, PluginPart>();
  const free = (wanted: string): string => {
    for (let count = 1; ; count += 1) {
      const end = count === 1 ? '' : `-${count}`;
      const name = `${wanted.slice(0, LONGEST - end.length)}${end}`;
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      return name;
    }
  };
  const mainOf = (part: PluginPart): string => {
    const first = firstOf.get(part.plugin);
    if (first === undefined) firstOf.set(part.plugin, part);
    if (first === undefined || first === part) return part.plugin;
    const known = mains.get(part) ?? free(`${part.plugin}-${difference(first, part)}`);
    mains.set(part, known);
    return known;
  };
  return (part, suffix) => {
    const main = mainOf(part);
    return suffix === undefined ? main : free(`${main}-${safe(suffix)}`);
  };
}

function difference(first: PluginPart, part: PluginPart): string {
  const [platform] = part.platforms;
  if (platform !== undefined && !first.platforms.has(platform))
    return platform.charAt(0).toUpperCase() + platform.slice(1);
  return safe(part.folder.slice(part.folder.lastIndexOf('/') + 1));
}

function safe(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '') || 'more';
}
