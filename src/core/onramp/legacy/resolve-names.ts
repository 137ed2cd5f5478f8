import type { LegacyData } from './legacy-data.ts';
import type { LegacyOptions } from './legacy-options.ts';
import { plainName } from './plain-name.ts';

/** The old files' names → the names that the repository uses. */
export interface LegacyNames {
  readonly server: (name: string) => string;
  readonly plugin: (name: string) => string;
  /** Old names that a person gave, by the server they now are. */
  readonly aliasesOf: (server: string) => readonly string[];
}

const LONGEST_CHAIN = 8;

/**
 * Servers are called as they are or as an alias says. Plugins are called as their baseline, else as the workbook calls
 * them; a name that differs from such a one in case and punctuation alone is the same.
 */
export function resolveNames(
  data: Pick<LegacyData, 'baselines' | 'rows' | 'matrices'>,
  { aliases }: Pick<LegacyOptions, 'aliases'>,
): LegacyNames {
  const alias = (name: string): string => followAliases(name, aliases);
  const known = knownPlugins([...data.baselines, ...data.rows].map(({ plugin }) => alias(plugin)));
  const servers = new Set(
    [...(data.matrices[0]?.servers ?? []), ...data.rows.map(({ server }) => server)].map(alias),
  );
  return {
    server: alias,
    plugin: (name) => known.get(plainName(alias(name))) ?? alias(name),
    aliasesOf: (server) =>
      servers.has(server) ? [...aliases.keys()].filter((old) => old !== server && alias(old) === server) : [],
  };
}

/** The first spelling of each name. */
function knownPlugins(names: readonly string[]): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const name of names) if (!known.has(plainName(name))) known.set(plainName(name), name);
  return known;
}

function followAliases(name: string, aliases: LegacyOptions['aliases']): string {
  let current = name;
  for (let steps = 0; steps < LONGEST_CHAIN; steps += 1) {
    const next = aliases.get(current);
    if (next === undefined || next === current) break;
    current = next;
  }
  return current;
}
