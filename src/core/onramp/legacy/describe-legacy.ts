import { isSafeName } from '../../model/instance.ts';
import { isSensitiveKey } from '../../model/key-path.ts';
import { isPluginName } from '../../model/plugin-name.ts';
import type { RepositoryDraft } from '../../model/repository-draft.ts';
import type { Secret } from '../../model/secret.ts';
import { addFirstKeys } from './add-first-keys.ts';
import { buildDraft } from './build-draft.ts';
import { dropConflicts } from './drop-conflicts.ts';
import { dropPortCollisions } from './drop-port-collisions.ts';
import { guessFleet } from './guess-fleet.ts';
import { judgePlatforms } from './guess-platforms.ts';
import { type Item, itemId, itemName } from './item.ts';
import { judgeAgreement, oddlyTyped } from './judge-agreement.ts';
import { judgeCoverage } from './judge-coverage.ts';
import { judgeDefaults } from './judge-defaults.ts';
import { judgeMatrix } from './judge-matrix.ts';
import { judgeNames } from './judge-names.ts';
import { judgeOptions } from './judge-options.ts';
import { judgePorts, sortPorts } from './judge-ports.ts';
import { judgeServers } from './judge-servers.ts';
import { judgeTables } from './judge-tables.ts';
import { judgeUniqueValues } from './judge-unique-values.ts';
import { type Counted, createLedger, type Ledger } from './ledger.ts';
import type { LegacyData } from './legacy-data.ts';
import type { LegacyFinding } from './legacy-finding.ts';
import type { LegacyOptions } from './legacy-options.ts';
import type { ValueRow } from './legacy-tables.ts';
import { dropUnusable, liftSecrets } from './lift-secrets.ts';
import { placeBaselines } from './place-baselines.ts';
import { placeRows } from './place-rows.ts';
import { type LegacyNames, resolveNames } from './resolve-names.ts';
import { tellUnread } from './tell-unread.ts';

/** What the old files come to. For each of the three, `read` = `written` + `leftOut`. */
export interface LegacyDescription {
  readonly draft: RepositoryDraft;
  readonly secrets: ReadonlyMap<string, Secret<string>>;
  readonly findings: readonly LegacyFinding[];
  readonly account: Readonly<Record<Counted, { readonly read: number; readonly leftOut: number }>>;
  /** Keys that stand in a baseline only to give overrides a block. */
  readonly firstKeys: number;
  /** Rows of the new matrix for plugins that the old one does not have. */
  readonly newRows: number;
  /** By `itemId`, of everything in the draft. */
  readonly items: ReadonlyMap<string, Item>;
}

/** Why an item must not be in the draft, by `itemId`. */
type Refusals = ReadonlyMap<string, Refusal>;
export type Refusal = Pick<LegacyFinding, 'kind' | 'text' | 'advice'>;

/** Turns the old files into a draft and tells all that is odd about them. Deterministic. */
export function describeLegacy(
  data: LegacyData,
  given: LegacyOptions,
  refusals: Refusals = new Map(),
): LegacyDescription {
  const ledger = createLedger();
  const names = resolveNames(data, given);
  const options = nameOptions(given, names);
  tellUnread(data, ledger);
  judgeServers(data, names, ledger);
  const plugins = judgeMatrix({ rows: data.matrices[0]?.rows ?? [] }, names, ledger);
  judgePlatforms(plugins, ledger);
  const rows = nameRows(data.rows, names, ledger);
  judgeTables({ data, rows, plugins }, ledger);
  const fleet = guessFleet({ data, plugins, names, options, ledger });
  judgeOptions({ data, names, options, instances: fleet.instances }, ledger);
  const keys = placeBaselines(data.baselines, { plugins, names, options, ledger });
  const values = placeRows(judgeRows(rows, ledger), keys, { options, idOf: fleet.idOf });
  const usable = dropUnusable(dropConflicts([...keys, ...values], ledger), ledger);
  judgeUniqueValues(usable, ledger);
  const fitting = dropPortCollisions(usable, portsInStep(values, rows), ledger);
  const { items, firstKeys } = addFirstKeys(dropRefused(fitting, refusals, ledger), ledger);
  const { mark, secrets } = liftSecrets(items, ledger);
  const parts = { fleet, plugins, items: items.map(mark), firstKeys: firstKeys.map(mark) };
  const draft = buildDraft(parts, ledger);
  return {
    draft,
    secrets,
    findings: ledger.findings,
    account: accountOf(data, ledger),
    firstKeys: firstKeys.length,
    newRows: draft.placements.size - plugins.length,
    items: new Map(items.map((item) => [itemId(item), item])),
  };
}

/** A person may use old names beside the aliases that replace them. */
function nameOptions(options: LegacyOptions, names: LegacyNames): LegacyOptions {
  return {
    ...options,
    hosts: new Map([...options.hosts].map(([server, host]) => [names.server(server), host])),
    files: options.files.map((rule) => ({ ...rule, plugin: names.plugin(rule.plugin) })),
  };
}

function accountOf({ baselines, matrices, rows, badRows }: LegacyData, ledger: Ledger) {
  const keys = baselines.map(({ keys: own, unread }) => own.length + unread.filter(holdsKey).length);
  const { leftOut } = ledger;
  return {
    keys: { read: keys.reduce((sum, count) => sum + count, 0), leftOut: leftOut.keys },
    values: { read: rows.length + badRows.length, leftOut: leftOut.values },
    rows: { read: matrices[0]?.rows.length ?? 0, leftOut: leftOut.rows },
  };
}

function holdsKey({ holdsKey: holds }: { readonly holdsKey: boolean }): boolean {
  return holds;
}

/** The rows by the names that the repository uses, without those whose names it can't have. */
function nameRows(rows: readonly ValueRow[], names: LegacyNames, ledger: Ledger): readonly ValueRow[] {
  return rows.flatMap((row) => {
    const named = { ...row, plugin: names.plugin(row.plugin), server: names.server(row.server) };
    if (isPluginName(named.plugin) && isSafeName(named.server)) return [named];
    ledger.leaveOut('values', 1, {
      kind: 'unusable-name',
      subject: `${named.server} ${named.plugin}`,
      text: 'The row’s plugin or server has a name that no folder should have.',
      advice: 'Give another name with `--alias OLD=NEW`.',
      places: [row.place],
      count: 1,
    });
    return [];
  });
}

/** Tells what is odd about the rows; gives those that can be written. */
function judgeRows(rows: readonly ValueRow[], ledger: Ledger): readonly ValueRow[] {
  for (const finding of [
    ...judgeAgreement(rows),
    // A password that looks like a server's name is not to be told.
    ...judgeNames(rows.filter(({ key }) => !isSensitiveKey(key))),
    ...judgePorts(rows),
    ...judgeDefaults(rows),
    ...judgeCoverage(rows),
  ]) {
    if (finding.kind === 'mixed-types') ledger.leaveOut('values', finding.count, finding);
    else ledger.tell(finding);
  }
  const odd = oddlyTyped(rows);
  return rows.filter((row) => !odd.has(row));
}

function dropRefused(items: readonly Item[], refusals: Refusals, ledger: Ledger): readonly Item[] {
  return items.filter((item) => {
    const refusal = refusals.get(itemId(item));
    if (refusal === undefined) return true;
    ledger.leaveOut(item.of, 1, { ...refusal, subject: itemName(item), places: [item.place], count: 1 });
    return false;
  });
}

/** `itemId` of the values whose port fits its server's others. */
function portsInStep(items: readonly Item[], rows: readonly ValueRow[]): ReadonlySet<string> {
  const fitting = new Set(sortPorts(rows).fitting.map(({ place }) => JSON.stringify(place)));
  return new Set(items.filter(({ place }) => fitting.has(JSON.stringify(place))).map(itemId));
}
