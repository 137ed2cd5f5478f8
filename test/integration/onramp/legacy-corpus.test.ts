import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isConfigList } from '../../../src/core/model/config-value.ts';
import { countItems } from '../../../src/core/onramp/legacy/group-rows.ts';
import type { LegacyData } from '../../../src/core/onramp/legacy/legacy-data.ts';
import type { LegacyFindingKind } from '../../../src/core/onramp/legacy/legacy-finding.ts';
import { assembleDesiredState } from '../../../src/core/source/assemble-desired-state.ts';
import { importLegacy, type LegacyImport } from '../../../src/engine/onramp/legacy/import-legacy.ts';
import { NO_OPTIONS, readLegacyBytes } from '../../support/legacy-samples.ts';

const folder = process.env['HOMEAMP_LEGACY'];

if (folder === undefined)
  console.warn('SKIPPED: the import of real old files needs HOMEAMP_LEGACY (the folder that holds them).');

/** All files below the folder, by path in it. */
function readFolder(root: string): ReadonlyMap<string, Uint8Array> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(root, path), readFileSync(path)] as const;
    }),
  );
}

/** Counted without the importer: lines of one dialect by a pattern, entries of the other's maps by their quotes. */
function countByHand(texts: readonly string[]) {
  const lines = texts.flatMap((text) => text.split('\r\n'));
  const listed = lines.filter((line) => /^`[^`]+` = /.test(line));
  const blocks = texts.flatMap((text) => /```yaml\r\n([\s\S]*?)\r\n```/.exec(text)?.[1]?.split('\r\n') ?? []);
  return {
    listed: listed.length,
    lists: listed.filter((line) => /^`[^`]+` = \[/.test(line)).length,
    nulls: listed.filter((line) => /^`[^`]+` = null$/.test(line)).length,
    maps: blocks.filter((line) => /^[^.:]+: \{.*\}$/.test(line)).length,
    bare: blocks.filter((line) => /^[^.: ]+\./.test(line)).length,
    emptyBare: blocks.filter((line) => /: ?$/.test(line)).length,
  };
}

describe.skipIf(folder === undefined)('the import of the real old files', () => {
  let files: ReadonlyMap<string, Uint8Array>;
  let data: LegacyData;
  let imported: LegacyImport;

  beforeAll(async () => {
    files = readFolder(folder ?? '');
    data = await readLegacyBytes(files);
    imported = importLegacy(data, NO_OPTIONS);
  });

  const cases = (kind: LegacyFindingKind) => imported.findings.filter((finding) => finding.kind === kind);
  const count = (kind: LegacyFindingKind) => cases(kind).reduce((sum, finding) => sum + finding.count, 0);
  const subjects = (kind: LegacyFindingKind) => cases(kind).map(({ subject }) => subject);

  it('reads every key of the 46 baselines given (of 82 in all), as counted by hand', () => {
    const texts = [...files]
      .filter(([path]) => path.endsWith('.md'))
      .map(([, bytes]) => Buffer.from(bytes).toString());
    const hand = countByHand(texts);
    const of = (dialect: string) => data.baselines.filter((baseline) => baseline.dialect === dialect);
    const keys = of('listed').flatMap((baseline) => baseline.keys);
    const fenced = of('fenced').flatMap((baseline) => baseline.keys);
    expect([of('listed').length, of('fenced').length]).toEqual([34, 12]);
    expect({ listed: keys.length, byHand: hand.listed }).toEqual({ listed: 2117, byHand: 2117 });
    expect(keys.filter(({ value }) => isConfigList(value))).toHaveLength(hand.lists);
    expect(keys.filter(({ value }) => value === null)).toHaveLength(hand.nulls);
    expect({ maps: hand.maps, bare: hand.bare }).toEqual({ maps: 13, bare: 742 });
    expect(fenced).toHaveLength(2865);
    expect(data.baselines.find(({ plugin }) => plugin === 'Minetorio')?.keys).toHaveLength(1860);
    expect(
      fenced.filter(({ value, oddity }) => value === '' && oddity === undefined).length,
    ).toBeGreaterThanOrEqual(hand.emptyBare);
    expect(data.baselines.flatMap(({ unread }) => unread)).toEqual([]);
    expect(count('many-lines')).toBe(1);
  });

  it('reads the matrix: 136 rows, 129 names, 20 servers', () => {
    const [matrix, copy] = data.matrices;
    expect(matrix?.rows).toHaveLength(136);
    expect(new Set(matrix?.rows.map(({ plugin }) => plugin)).size).toBe(129);
    expect(matrix?.servers).toHaveLength(20);
    const by = (of: (row: NonNullable<typeof matrix>['rows'][number]) => string) =>
      Object.fromEntries(countItems(matrix?.rows.map(of) ?? []));
    expect(by(({ type }) => type)).toEqual({ 'bukkit/paper': 128, velocity: 8 });
    expect(by(({ autoUpdate }) => autoUpdate)).toEqual({ true: 31, false: 105 });
    expect(by(({ updateSource }) => updateSource)).toEqual({
      ...{ manual: 105, jenkins: 16, modrinth: 7, github_releases: 5, spigot: 3 },
    });
    expect(copy?.servers).toHaveLength(19);
    expect(subjects('tables-differ')).toEqual(['NEOC01']);
  });

  it('reads the workbook: 950 rows, 18 plugins, 75 keys, 17 servers, and its blanks as empty texts', () => {
    const { rows, badRows, wideCells, sheets } = data;
    const distinct = (of: (row: LegacyData['rows'][number]) => string) => new Set(rows.map(of)).size;
    expect([rows.length, badRows.length]).toEqual([950, 0]);
    expect([distinct(({ plugin }) => plugin), distinct(({ server }) => server)]).toEqual([18, 17]);
    expect(distinct(({ plugin, key }) => `${plugin} ${key}`)).toBe(75);
    const types = Object.fromEntries(
      ['str', 'int', 'bool', 'list', 'float'].map((type) => [
        type,
        rows.filter((row) => row.type === type).length,
      ]),
    );
    expect(types).toEqual({ str: 528, int: 244, bool: 128, list: 40, float: 10 });
    expect(rows.filter(({ isBlank, value }) => isBlank && value === '')).toHaveLength(10);
    expect(wideCells).toHaveLength(965);
    expect(wideCells.filter(({ shown }) => shown === '')).toHaveLength(25);
    expect(sheets.filter(({ role }) => role === 'wide')).toHaveLength(18);
    expect(sheets).toHaveLength(21);
    expect([count('blank-is-empty'), count('row-absent'), count('wide-sheet-differs')]).toEqual([10, 15, 0]);
  });

  it('tells the errors of names: servers, duplicates, placements', () => {
    expect(subjects('server-only-in-matrix')).toHaveLength(11);
    expect(subjects('server-only-in-workbook')).toEqual([
      ...['BIG01', 'CREA01', 'HARD01', 'MIN01', 'PRI01', 'ROY01', 'SMP101', 'TOW01'],
    ]);
    expect([cases('duplicate-row').length, count('duplicate-row')]).toEqual([6, 13]);
    expect(subjects('contradicting-rows').toSorted()).toEqual(['Addon-List', 'PaperTweaks', 'Plan']);
    expect(cases('placed-nowhere')).toHaveLength(128);
    expect([cases('value-not-placed').length, count('value-not-placed')]).toEqual([18, 950]);
    expect(subjects('similar-names')).toEqual(['ChatGames, chat games']);
    expect(subjects('platform-mismatch')).toEqual(['VPacketEvents', 'Velocitab']);
  });

  it('tells the baselines of the 46 given that the matrix names otherwise (42, 6 and 34 of all 82)', () => {
    const names = new Set(data.matrices[0]?.rows.map(({ plugin }) => plugin));
    const exact = data.baselines.filter(({ plugin }) => names.has(plugin));
    expect(subjects('name-differs')).toEqual(['CreativeSuite', 'EconomyBridge', 'Plan', 'WorldEdit']);
    expect(exact.length + cases('name-differs').length + cases('baseline-without-row').length).toBe(46);
    expect(exact).toHaveLength(20);
    const refused = cases('unusable-name').length + cases('no-plugin').length;
    expect(cases('row-without-baseline').length + refused).toBe(129 - 20 - 4);
  });

  it('tells the errors of values: mixed types, ports, secrets, what is no configuration', () => {
    expect(subjects('mixed-types')).toEqual(['QuickShop-Hikari shop.fee-for-price-change']);
    const ports = Object.fromEntries(
      cases('port-collision').map((finding) => [finding.subject, finding.count]),
    );
    expect(ports).toEqual({ 'host-1 8178/tcp': 6, 'host-1 8186/tcp': 3, 'host-1 3170/tcp': 4 });
    const outOfStep = Object.fromEntries(
      cases('port-out-of-step').map(({ subject, count: of }) => [subject.split(' ')[0], of]),
    );
    expect(outOfStep).toEqual({ Plan: 17 - 10, Pl3xMap: 10 - 6 });
    expect(subjects('player-data')).toEqual(['PhantomWorlds data']);
    expect(subjects('misread-value')).toEqual(['vserverinfo hover']);
    expect(cases('secret-in-clear').length).toBeGreaterThan(0);
  });

  it('tells the warnings', () => {
    const shared = cases('shared-unique-value').map(({ subject, count: of }) => `${subject} ${of}`);
    expect(shared.toSorted()).toEqual([
      'QuickShop-Hikari server-uuid 10',
      'TheNewEconomy Core.ServerID 16',
      'bStats serverUuid 6',
      'bStats serverUuid 6',
    ]);
    const wrong = subjects('wrong-own-name').map((subject) => subject.split(' ')[0]);
    expect(wrong.filter((plugin) => plugin === 'LuckPerms')).toHaveLength(2);
    expect(wrong.filter((plugin) => plugin === 'TheNewEconomy')).toHaveLength(4);
    expect(wrong.filter((plugin) => plugin === 'Plan')).toHaveLength(7);
    expect(count('default-left-in')).toBe(8 + 2 + 2);
    expect(subjects('other-order').map((subject) => subject.split('.').at(-1))).toEqual([
      'Tracked_Entity_Spawn',
      'Disabled_Worlds',
    ]);
    expect(cases('unfinished-prefix').find(({ subject }) => subject.startsWith('Quests'))?.count).toBe(4);
    expect(cases('looks-misspelt')[0]?.text).toContain('Leurvaigea');
    expect(subjects('keys-disagree')).toHaveLength(1);
    expect(subjects('partly-covered').toSorted()).toEqual(['ImageFrame', 'mcMMO']);
  });

  it('tells 41 keys with one odd server, of 43 before two passwords were made equal', () => {
    const servers = cases('odd-one-out').map(({ text }) => text.split(' ')[0]);
    const of = (name: string) => servers.filter((server) => server === name).length;
    expect(['DEV01', 'SMP201', 'EVO01', 'CLIP01', 'CREA01'].map(of)).toEqual([32 - 2, 8, 1, 1, 1]);
    expect(servers).toHaveLength(41);
  });

  it('writes what validates, and drops nothing in silence', () => {
    expect(imported.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    const bytes = new Map([...imported.files].map(([path, text]) => [path, Buffer.from(text)]));
    const { desired } = assembleDesiredState({ files: bytes, workbooks: [] });
    const written = [...(desired?.baselines.values() ?? [])].flatMap(({ files: own }) =>
      own.flatMap(({ keys }) => keys),
    );
    const { keys, values, rows } = imported.account;
    expect(written.length - cases('first-key').length).toBe(keys.written);
    expect(desired?.overrides).toHaveLength(values.written);
    expect(keys).toEqual({ read: 4982, written: 4978, leftOut: 4 });
    expect(values).toEqual({ read: 950, written: 938, leftOut: 12 });
    expect(rows).toEqual({ read: 136, written: 120, leftOut: 16 });
  });
});
