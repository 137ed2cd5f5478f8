import { parseKeyText } from '../formats/key-text.ts';
import type { Baseline } from '../model/baseline.ts';
import type { SourcePlace } from '../model/issue.ts';
import { type KeyPath, keyId } from '../model/key-path.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';
import { suggestName } from './suggest-name.ts';

/** Baselines by plugin; undefined for a plugin whose baseline could not be read. */
export type KnownBaselines = ReadonlyMap<string, Baseline | undefined>;

interface KeyPlaces {
  readonly pluginPlace: SourcePlace;
  readonly keyPlace: SourcePlace;
  readonly report: ReportIssue;
}

/**
 * The file that `dotted.key` or `config.yml:dotted.key` means in a plugin's baseline: the one that owns the key, or
 * the only one. `rules.txt:` is a whole text file. What can't be told is reported.
 */
export function findFileOfKey(
  { plugin, key }: { readonly plugin: string; readonly key: string },
  baselines: KnownBaselines,
  places: KeyPlaces,
): { readonly file: string; readonly path: KeyPath } | undefined {
  if (!baselines.has(plugin)) {
    reportUnknownPlugin(plugin, places.pluginPlace, { baselines, report: places.report });
    return undefined;
  }
  const files = baselines.get(plugin)?.files;
  if (files === undefined) return undefined;
  const named = files.find(({ path }) => key.startsWith(`${path}:`));
  const text = named === undefined ? key : key.slice(named.path.length + 1);
  if (named?.format === 'text' && text === '') return { file: named.path, path: [] };
  const written = files.some((file) => ownsKey(file, text)) ? undefined : parseKeyText(text);
  const id = written === undefined ? text : keyId(written);
  const owners = named === undefined ? files.filter((file) => ownsKey(file, id)) : [named];
  const [file] = owners.length > 0 ? owners : files;
  if (file === undefined || id === '' || owners.length > 1 || (owners.length === 0 && files.length > 1)) {
    const example = `${file?.path ?? 'config.yml'}:${id === '' ? 'key' : id}`;
    const message = `It can’t be told which file of ${quoteName(plugin)} the key ${quoteName(key)} is in.`;
    places.report('ambiguous-key', places.keyPlace, message, `Name the file, as in ${quoteName(example)}.`);
    return undefined;
  }
  const owned = file.keys.find(({ path }) => keyId(path) === id)?.path;
  return { file: file.path, path: owned ?? written ?? id.split('.') };
}

function ownsKey(file: Baseline['files'][number], id: string): boolean {
  return file.keys.some(({ path }) => keyId(path) === id);
}

/** Reports a plugin that no baseline is for. */
export function reportUnknownPlugin(
  plugin: string,
  place: SourcePlace,
  { baselines, report }: { readonly baselines: KnownBaselines; readonly report: ReportIssue },
): void {
  const help = `Add \`baselines/${quoteName(plugin).slice(1, -1)}.md\`, or correct the name.${suggestName(plugin, baselines.keys())}`;
  report('unknown-plugin', place, `The plugin ${quoteName(plugin)} has no baseline.`, help);
}
