import { isConfigList } from '../../model/config-value.ts';
import { classifyFolder, classifyPath } from '../collect/classify-path.ts';
import { groupBy } from '../describe/group-by.ts';
import type { Item } from './item.ts';
import type { Ledger } from './ledger.ts';
import type { LegacyBaseline, LegacyKey } from './legacy-baseline.ts';
import type { LegacyFinding, LegacyFindingKind } from './legacy-finding.ts';
import type { LegacyOptions } from './legacy-options.ts';
import { hasOwnQuotes, type PlacedKey, placeKey, readAgain } from './place-key.ts';

interface Placing {
  readonly plugin: string;
  readonly options: Pick<LegacyOptions, 'files' | 'live'>;
  readonly ledger: Ledger;
}

interface Placed {
  readonly key: LegacyKey;
  readonly placed: PlacedKey;
}

/** Gives each key of a baseline its file; what is no configuration or was cut is left out. */
export function placeBaseline(baseline: LegacyBaseline, placing: Placing): readonly Item[] {
  const quoted = new Set(
    baseline.keys
      .filter(({ value, oddity }) => oddity === undefined && hasOwnQuotes(value))
      .map(({ file }) => file),
  );
  const all = withoutData(baseline.keys, placing).map((key): Placed => {
    const isConf = baseline.dialect === 'fenced' && quoted.has(key.file);
    const wanted = {
      plugin: placing.plugin,
      key: key.key,
      stem: key.file,
      value: key.value,
      isBare: key.oddity === 'bare',
    };
    return { key, placed: placeKey(wanted, placing.options, isConf ? 'conf' : 'yml') };
  });
  tellGuesses(baseline, all, placing);
  return all.flatMap(({ key, placed }) => {
    const value = needsReading(baseline, placed) ? readAgain(placed.format, placed.value) : placed.value;
    if (value === undefined) {
      placing.ledger.leaveOut('keys', 1, misread(placing.plugin, key));
      return [];
    }
    const { file, format, path } = placed;
    return [
      { of: 'keys', scope: 'baseline', plugin: placing.plugin, file, format, path, value, place: key.place },
    ];
  });
}

/** The earlier manager knew YAML alone, and took values of other languages for texts with their quotes. */
function needsReading({ dialect }: LegacyBaseline, { format, value, by }: PlacedKey): boolean {
  const isOther = format === 'hocon' || format === 'toml';
  return dialect === 'fenced' && isOther && (by !== 'live' || hasOwnQuotes(value));
}

/** Files of players and caches, by the same rules that an import from servers has. */
function withoutData(keys: readonly LegacyKey[], { plugin, ledger }: Placing): readonly LegacyKey[] {
  const isOfData = (key: LegacyKey): boolean => key.file !== undefined && isData(key.file);
  const kept = keys.filter((key) => !isOfData(key));
  const data = groupBy(keys.filter(isOfData), ({ file }) => file);
  for (const [file, own] of data) {
    ledger.leaveOut('keys', own.length, {
      kind: 'player-data',
      subject: `${plugin} ${file}`,
      text: `${own.length} ${own.length === 1 ? 'key is' : 'keys are'} what the plugin saves while it runs.`,
      advice: 'Nothing; where it is configuration all the same, write it into the new baseline.',
      places: own.slice(0, 1).map(({ place }) => place),
      count: own.length,
    });
  }
  return kept;
}

function isData(stem: string): boolean {
  const folders = stem.split('/').slice(0, -1);
  if (folders.some((folder) => classifyFolder(folder) !== undefined || folder === 'internal')) return true;
  const verdict = classifyPath(`${stem}.yml`);
  const isSaved =
    verdict.kind === 'doubtful' && verdict.reason === 'saved-data' && /^(?:.*\/)?data$/i.test(stem);
  return isSaved || (verdict.kind === 'left' && verdict.reason !== 'example');
}

function tellGuesses({ dialect, place }: LegacyBaseline, all: readonly Placed[], placing: Placing): void {
  const { plugin, options, ledger } = placing;
  const guessed = all.filter(({ placed }) => placed.by === 'guess');
  const tell = (kind: LegacyFindingKind, count: number, text: string): void => {
    const advice = `Say otherwise with \`--file-of '${plugin}:KEY*=messages.yml'\`, or give the servers’ files with \`--live\`.`;
    if (count > 0) ledger.tell({ kind, subject: plugin, text, advice, places: [place], count });
  };
  const conf = guessed.filter(({ placed }) => placed.format === 'hocon').length;
  const files = [...new Set(guessed.map(({ placed }) => placed.file))].join(', ');
  const rest = guessed.length - conf;
  if (options.live !== undefined) tell('not-in-live', guessed.length, 'Some keys are in no live file.');
  if (dialect === 'listed') tell('file-guessed', rest, `Its keys are taken to be in ${files}.`);
  else tell('ending-guessed', rest, `Its files are taken for ${files}.`);
  tell('language-guessed', conf, `Its files are taken for ${files}.`);
  tellOddities(all, placing);
}

function tellOddities(all: readonly Placed[], { plugin, ledger }: Placing): void {
  const tell = (kind: LegacyFindingKind, keys: readonly LegacyKey[], text: string, advice: string): void => {
    const places = keys.map((key) => key.place);
    if (keys.length > 0) ledger.tell({ kind, subject: plugin, text, advice, places, count: keys.length });
  };
  const keys = all.map(({ key }) => key);
  const bare = all.filter(({ key, placed }) => key.oddity === 'bare' && placed.by !== 'live');
  tell(
    'many-lines',
    keys.filter(({ oddity }) => oddity === 'many-lines'),
    'A text has line ends in it.',
    'Look whether it is one text.',
  );
  tell(
    'bare-value',
    bare.map(({ key }) => key),
    'Numbers and words stand without quotes.',
    'Compare with a server’s file: `homeamp plan` shows each that has another type there.',
  );
  tell(
    'literal-braces',
    keys.filter(({ value }) => hasBraces(value)),
    'Texts hold double braces.',
    'Nothing; write `{{NAME}}` in the new baseline where a variable is meant.',
  );
}

function hasBraces(value: LegacyKey['value']): boolean {
  if (typeof value === 'string') return /\{\{[^{}]*\}\}/.test(value);
  return isConfigList(value) && value.some(hasBraces);
}

function misread(plugin: string, key: LegacyKey): LegacyFinding {
  return {
    kind: 'misread-value',
    subject: `${plugin} ${key.key}`,
    text: 'The value is the beginning of a longer one.',
    advice: 'Take it from a server’s file.',
    places: [key.place],
    count: 1,
  };
}
