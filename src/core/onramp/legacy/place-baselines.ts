import { isPluginName } from '../../model/plugin-name.ts';
import type { Item } from './item.ts';
import { judgeBaselineNames } from './judge-baselines.ts';
import type { MatrixPlugin } from './judge-matrix.ts';
import type { Ledger } from './ledger.ts';
import type { LegacyBaseline } from './legacy-baseline.ts';
import type { LegacyOptions } from './legacy-options.ts';
import { placeBaseline } from './place-baseline.ts';
import type { LegacyNames } from './resolve-names.ts';

interface Placing {
  readonly plugins: readonly MatrixPlugin[];
  readonly names: LegacyNames;
  readonly options: Pick<LegacyOptions, 'files' | 'live'>;
  readonly ledger: Ledger;
}

interface Named {
  readonly plugin: string;
  readonly baseline: LegacyBaseline;
}

/** The keys of all baselines, each with its file. Of two baselines of one plugin the first one counts. */
export function placeBaselines(
  baselines: readonly LegacyBaseline[],
  { plugins, names, options, ledger }: Placing,
): readonly Item[] {
  const named = new Map<string, Named>();
  for (const baseline of baselines) {
    const plugin = names.plugin(baseline.plugin);
    const refused = refuse(plugin, baseline, named.has(plugin));
    if (refused !== undefined) ledger.leaveOut('keys', baseline.keys.length, refused);
    else named.set(plugin, { plugin, baseline });
  }
  const kept = [...named.values()];
  judgeBaselineNames(kept, plugins, ledger);
  for (const { plugin, baseline } of kept) tellForm(plugin, baseline, ledger);
  return kept.flatMap(({ plugin, baseline }) => placeBaseline(baseline, { plugin, options, ledger }));
}

function tellForm(plugin: string, { dialect, keys, place }: LegacyBaseline, ledger: Ledger): void {
  const common = { subject: plugin, places: [place], count: 1 };
  if (keys.length === 0) {
    const text = 'The file is a baseline by its title, and holds nothing else that can be read.';
    ledger.tell({ ...common, kind: 'no-keys', text, advice: 'Look into the file.' });
  }
  if (dialect === 'fenced') {
    const text = 'A YAML reader would refuse it or change its values.';
    ledger.tell({ ...common, kind: 'not-yaml', text, advice: 'Nothing: the new baseline is YAML.' });
  }
}

function refuse(plugin: string, { place, keys }: LegacyBaseline, isSecond: boolean) {
  const common = { subject: plugin, places: [place], count: keys.length };
  if (!isPluginName(plugin)) {
    const text = 'A baseline is named so, and no plugin’s folder can be.';
    return {
      ...common,
      kind: 'unusable-name',
      text,
      advice: 'Give its name with `--alias OLD=NEW`.',
    } as const;
  }
  if (!isSecond) return undefined;
  const text = 'An earlier file is for the same plugin.';
  return { ...common, kind: 'duplicate-baseline', text, advice: 'Merge the two.' } as const;
}
