import { Secret } from '../model/secret.ts';
import { collectGuesses } from './describe/collect-guesses.ts';
import { findSecrets } from './describe/find-secrets.ts';
import type { FleetTable } from './describe/fleet-table.ts';
import { leaveOutConflicts } from './describe/leave-out-conflicts.ts';
import { leaveOutKeys } from './describe/leave-out-keys.ts';
import { markColumns } from './describe/mark-columns.ts';
import { nameSecrets } from './describe/name-secrets.ts';
import { shortenTable } from './describe/shorten-table.ts';
import { tabulateFleet } from './describe/tabulate-fleet.ts';
import { tellBaselines } from './describe/tell-baselines.ts';
import {
  tellAbsentKeys,
  tellGroups,
  tellSecrets,
  tellStages,
  tellVariables,
} from './describe/tell-guesses.ts';
import { writeDraft } from './describe/write-draft.ts';
import type { DescribeOptions, Description } from './description.ts';
import type { SeenFleet } from './seen-fleet.ts';

/**
 * Puts a fleet into words: what most instances share as baselines, the rest as overrides of hosts, groups and
 * instances and as variables, with few lines. The same fleet always gives the same description, and what it renders to
 * is what was seen, for every key that is owned.
 */
export function describeFleet(fleet: SeenFleet, options: DescribeOptions): Description {
  const tabulated = tabulateFleet(fleet);
  const configuration = leaveOutKeys(tabulated, options);
  const sound = leaveOutConflicts(configuration.table);
  const secrets = nameSecrets(findSecrets(sound.table), sound.table.instances);
  const marked = markColumns(sound.table, secrets);
  const findings = [...configuration.findings, ...sound.findings, ...marked.findings];

  const { laidOut, draft, sizes } = writeShort(fleet, marked.table, options);
  return {
    draft,
    secrets: new Map([...secrets.values()].map(({ name, text }) => [name, new Secret(text)])),
    guesses: [
      ...collectGuesses([...findings, ...tellAbsentKeys(laidOut)]),
      ...tellBaselines(laidOut.table),
      ...tellSecrets(secrets),
      ...tellVariables(laidOut),
      ...tellGroups(laidOut, options.groups),
      ...tellStages(options.stages),
    ],
    sizes,
  };
}

/** Variables that are there to be clear cost a line each, which a very small fleet may not save elsewhere. */
function writeShort(fleet: SeenFleet, table: FleetTable, options: DescribeOptions) {
  const write = (style: 'clear' | 'short') => {
    const laidOut = shortenTable(table, options, style);
    return { laidOut, ...writeDraft(fleet, laidOut, options.stages) };
  };
  const clear = write('clear');
  return clear.sizes.written > clear.sizes.naive ? write('short') : clear;
}
