import { formatByName } from '../../formats/index.ts';
import { type ConfigValue, isConfigMap } from '../../model/config-value.ts';
import type { FormatName } from '../../model/format-name.ts';
import { matchesGlob } from '../../model/glob.ts';
import type { KeyPath } from '../../model/key-path.ts';
import { FORMAT_BY_EXTENSION } from '../collect/name-rules.ts';
import type { LegacyOptions } from './legacy-options.ts';

/** Where a key goes, and how that was found out. */
export interface PlacedKey {
  readonly file: string;
  readonly format: FormatName;
  readonly path: KeyPath;
  readonly value: ConfigValue;
  readonly by: 'rule' | 'live' | 'guess';
}

interface KeyToPlace {
  readonly plugin: string;
  readonly key: string;
  /** Without its ending; undefined where nothing names a file. */
  readonly stem: string | undefined;
  readonly value: ConfigValue;
  /** True where the earlier manager lost the quotes of texts. */
  readonly isBare: boolean;
}

const FIRST_STEM = 'config';

/** A person's rule decides, then the servers' own files, then `config`; `ending` is for what neither of them knows. */
export function placeKey(
  wanted: KeyToPlace,
  { files, live }: Pick<LegacyOptions, 'files' | 'live'>,
  ending: 'yml' | 'conf',
): PlacedKey {
  const path = wanted.key.split('.');
  const full = wanted.stem === undefined ? wanted.key : `${wanted.stem}.${wanted.key}`;
  const rule = files.find(
    ({ plugin, glob }) =>
      plugin === wanted.plugin && (matchesGlob(wanted.key, glob) || matchesGlob(full, glob)),
  );
  if (rule !== undefined)
    return { file: rule.file, format: formatOf(rule.file), path, value: wanted.value, by: 'rule' };
  const found = live?.find(wanted);
  if (found !== undefined) {
    const value = wanted.isBare ? asLive(wanted.value, found.seen.value) : wanted.value;
    return { file: found.file, format: found.format, path: found.seen.path, value, by: 'live' };
  }
  const file = `${wanted.stem ?? FIRST_STEM}.${ending}`;
  return { file, format: formatOf(file), path, value: wanted.value, by: 'guess' };
}

function formatOf(file: string): FormatName {
  return FORMAT_BY_EXTENSION.get(file.slice(file.lastIndexOf('.') + 1).toLowerCase()) ?? 'yaml';
}

/** The live type of a text that lost its quotes, where both read the same. */
function asLive(value: ConfigValue, live: ConfigValue): ConfigValue {
  const isScalar = (one: ConfigValue) => one === null || typeof one !== 'object';
  return isScalar(value) && isScalar(live) && String(value) === String(live) ? live : value;
}

/** True for a text that keeps the quotes of its file, as a reader gives it that does not know the file's language. */
export function hasOwnQuotes(value: ConfigValue): boolean {
  return typeof value === 'string' && value.length > 1 && value.startsWith('"') && value.endsWith('"');
}

/** What a text means in the language of its file; undefined for a piece of something longer. */
export function readAgain(format: FormatName, value: ConfigValue): ConfigValue | undefined {
  if (typeof value !== 'string') return value;
  const result = formatByName(format).read(`value = ${value}\n`);
  if (result.kind === 'unreadable') return undefined;
  const read = result.document.get('value')?.value;
  return read === undefined || isConfigMap(read) ? undefined : read;
}
