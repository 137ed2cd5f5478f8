import type { Instance } from '../../model/instance.ts';
import { ALL_OTHERS } from './guess-fleet.ts';
import type { Ledger } from './ledger.ts';
import type { LegacyData } from './legacy-data.ts';
import type { LegacyOptions } from './legacy-options.ts';
import type { LegacyNames } from './resolve-names.ts';

interface Given {
  readonly data: Pick<LegacyData, 'baselines' | 'rows' | 'matrices'>;
  readonly names: LegacyNames;
  readonly options: Pick<LegacyOptions, 'aliases' | 'hosts' | 'files'>;
  readonly instances: readonly Instance[];
}

/** Tells what a person said of names that are nowhere in the old files. */
export function judgeOptions({ data, names, options, instances }: Given, ledger: Ledger): void {
  const written = new Set([
    ...data.baselines.map(({ plugin }) => plugin),
    ...data.rows.flatMap(({ plugin, server }) => [plugin, server]),
    ...data.matrices.flatMap(({ servers, rows }) => [...servers, ...rows.map(({ plugin }) => plugin)]),
  ]);
  const servers = new Set([ALL_OTHERS, ...instances.map(({ name }) => name)]);
  const plugins = new Set([...data.baselines, ...data.rows].map(({ plugin }) => names.plugin(plugin)));
  const tell = (flag: string, subject: string): void =>
    ledger.tell({
      kind: 'unused-flag',
      subject,
      text: `${flag} speaks of it.`,
      advice: 'Correct the name, or leave it out.',
      places: [{ file: flag, line: 0, column: 0 }],
      count: 1,
    });
  const isChained = new Set(options.aliases.values());
  for (const name of options.aliases.keys())
    if (!written.has(name) && !isChained.has(name)) tell('--alias', name);
  for (const name of options.hosts.keys()) if (!servers.has(name)) tell('--host-of', name);
  for (const { plugin } of options.files) if (!plugins.has(plugin)) tell('--file-of', plugin);
}
