import type { InstalledJar, PluginDescription } from '../../../core/model/installed-plugin.ts';
import type { Platform } from '../../../core/model/instance.ts';
import { isPluginName } from '../../../core/model/plugin-name.ts';
import { classifyFolder } from '../../../core/onramp/collect/classify-path.ts';
import type { CollectGuess } from '../../../core/onramp/collect/collect-guess.ts';
import type { SeenPlugin } from '../../../core/onramp/seen-fleet.ts';
import { descriptionOn } from '../../../core/plugins/match-plugins.ts';

export interface MatchedFolders {
  /** By jar; what is known by its folder alone is not among them. */
  readonly installed: readonly SeenPlugin[];
  /** Folder in `plugins/` → the plugin that it belongs to. */
  readonly pluginOf: ReadonlyMap<string, string>;
  readonly guesses: readonly CollectGuess[];
}

/** Plugins whose folder is not called as they are, in lower case. */
const FOLDER_OF: ReadonlyMap<string, string> = new Map([['griefprevention', 'griefpreventiondata']]);

interface Named extends SeenPlugin {
  readonly id: string;
}

/** Which plugin each folder belongs to, by what the jars say of themselves; a folder without a jar is its own plugin. */
export function matchFolders(
  platform: Platform,
  jars: readonly InstalledJar[],
  folders: readonly string[],
): MatchedFolders {
  const guesses: CollectGuess[] = [];
  const named = jars.flatMap((jar) => nameOf(jar, platform, guesses));
  const installed = named.filter(
    ({ plugin }, index) => named.findIndex((one) => one.plugin === plugin) === index,
  );
  for (const { plugin, jar } of named.filter((one) => !installed.includes(one)))
    guesses.push(twoJars(plugin, jar));
  const pluginOf = new Map<string, string>();
  for (const folder of folders) {
    const owner = installed.find((plugin) => isFolderOf(plugin, folder));
    if (owner !== undefined) pluginOf.set(folder, owner.plugin);
    else if (classifyFolder(folder) === undefined && isPluginName(folder)) pluginOf.set(folder, folder);
  }
  const orphans = [...pluginOf.values()].filter((plugin) => !installed.some((one) => one.plugin === plugin));
  return {
    installed: installed.map(({ plugin, jar, version }) => ({ plugin, jar, version })),
    pluginOf,
    guesses: [...guesses, ...guessOrphans(orphans, jars.length)],
  };
}

function isFolderOf({ plugin, id }: Named, folder: string): boolean {
  const names = [plugin, id].map((name) => name.toLowerCase());
  const lower = folder.toLowerCase();
  return names.includes(lower) || names.some((name) => FOLDER_OF.get(name) === lower);
}

function nameOf(
  { jar, content }: InstalledJar,
  platform: Platform,
  guesses: CollectGuess[],
): readonly Named[] {
  const description = descriptionOn(platform, content);
  if (description !== undefined) {
    const plugin = [description.name, description.id].find(isPluginName);
    if (plugin !== undefined) return [{ plugin, id: description.id, jar, version: description.version }];
  }
  if (content.kind !== 'unreadable') {
    guesses.push(passedOver(jar, platform, description));
    return [];
  }
  const plugin = jar.replace(/\.jar$/i, '').replace(/[-_ ]v?\d.*$/i, '');
  if (!isPluginName(plugin)) return [];
  guesses.push({
    kind: 'plugin-by-file-name',
    subject: plugin,
    text: `\`${jar}\` is taken for ${plugin} by its name: ${content.reason}`,
    change: 'Correct the name in `deployment-matrix.csv`, or put a sound jar there and import again.',
  });
  return [{ plugin, id: plugin, jar, version: undefined }];
}

function passedOver(
  jar: string,
  platform: Platform,
  description: PluginDescription | undefined,
): CollectGuess {
  const why = description === undefined ? `no ${platform} server loads it` : 'its name is no safe file name';
  return {
    kind: 'jar-passed-over',
    subject: jar,
    text: `\`${jar}\` is not in the matrix, since ${why}`,
    change: 'Add a row to `deployment-matrix.csv` if it is a plugin all the same.',
  };
}

function twoJars(plugin: string, jar: string | undefined): CollectGuess {
  return {
    kind: 'two-jars',
    subject: plugin,
    text: `\`${jar ?? ''}\` is ${plugin} too, so the other jar's version counts`,
    change: 'Remove one of the jars from the server.',
  };
}

function guessOrphans(orphans: readonly string[], jars: number): readonly CollectGuess[] {
  if (jars === 0 && orphans.length > 0) {
    return [
      {
        kind: 'no-jars',
        subject: 'plugins/',
        text: 'there are no jars, so plugins are called as their folders',
        change:
          'Import a copy with the jars, or correct the names in `deployment-matrix.csv` and `baselines/`.',
      },
    ];
  }
  return orphans.map((plugin) => ({
    kind: 'folder-without-jar',
    subject: plugin,
    text: `no jar says that it is ${plugin}, and its folder has settings`,
    change: `Leave it out with \`--leave "${plugin}"\` if the plugin is gone.`,
  }));
}
