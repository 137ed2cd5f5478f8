import { describe, expect, it } from 'vitest';
import type { WorkbookCell } from '../../../../../src/core/model/workbook.ts';
import {
  parseMatrixCsv,
  parseMatrixSheets,
} from '../../../../../src/core/onramp/legacy/parse-legacy-matrix.ts';
import { parseLegacyWorkbook } from '../../../../../src/core/onramp/legacy/parse-legacy-workbook.ts';

type Rows = readonly (readonly WorkbookCell[])[];

function workbook(sheets: Readonly<Record<string, Rows>>) {
  return { file: 'book.xlsx', sheets: Object.entries(sheets).map(([name, rows]) => ({ name, rows })) };
}

const HEADER = 'plugin_name,plugin_type,auto_update,update_source,server_SMP01,server_VEL01';

function matrix(text: string) {
  const parsed = parseMatrixCsv('m.csv', text);
  if (parsed === undefined || parsed === 'unreadable') throw new Error(`${parsed}`);
  return parsed;
}

describe('the old matrix', () => {
  it('is told by its header and read from CSV and from a sheet alike', () => {
    const csv = matrix(`${HEADER}\n"a, b",bukkit/paper,True,jenkins,False,True\nCMI,,,,True,\n`);
    expect(csv.servers).toEqual(['SMP01', 'VEL01']);
    expect(
      csv.rows.map(({ plugin, on, updateSource, place }) => [plugin, on, updateSource, place.line]),
    ).toEqual([
      ['a, b', ['VEL01'], 'jenkins', 2],
      ['CMI', ['SMP01'], '', 3],
    ]);
    const sheet = parseMatrixSheets(
      workbook({ Any: [HEADER.split(','), ['a, b', 'bukkit/paper', 'true', 'jenkins', 'false', true]] }),
    );
    expect(sheet?.rows[0]).toMatchObject({ plugin: 'a, b', on: ['VEL01'], autoUpdate: 'true' });
    expect(sheet?.rows[0]?.place).toMatchObject({ sheet: 'Any', cell: 'A2' });
  });

  it('tells cells that are neither True nor False, cells without a column and columns of no kind', () => {
    const { badCells, rows } = matrix(`${HEADER},notes\nCMI,,,,maybe,True,,x\n`);
    expect(rows[0]?.on).toEqual(['VEL01']);
    expect(badCells).toHaveLength(3);
  });

  it('is nothing else', () => {
    expect(parseMatrixCsv('m.csv', 'plugin,SMP01\nCMI,x\n')).toBeUndefined();
    expect(parseMatrixCsv('m.csv', `${HEADER}\n"open,\n`)).toBe('unreadable');
    expect(parseMatrixSheets(workbook({ A: [['x']] }))).toBeUndefined();
  });
});

describe('the old workbook', () => {
  const LONG: Rows = [
    ['Plugin', 'ConfigKey', 'Server', 'Value', 'ValueType'],
    ['HuskSync', 'cluster_id', 'SMP01', null, 'str'],
    ['CMI', 'a', 'SMP01', 'True', 'bool'],
    ['CMI', 'b', 'SMP01', "['x, y']", 'list'],
    ['CMI', 'c', 'SMP01', '2.0', 'float'],
    ['CMI', 'd', 'SMP01', '8178', 'int'],
    ['CMI', 'e', 'SMP01', '0123', 'str'],
  ];

  it('reads the list of values whatever its sheet is called, and blank text as the empty one', () => {
    const book = parseLegacyWorkbook(workbook({ Value: LONG }));
    expect(book?.rows.map(({ value }) => value)).toEqual(['', true, ['x, y'], 2, 8178n, '0123']);
    expect(book?.rows.map(({ isBlank }) => isBlank)).toEqual([true, false, false, false, false, false]);
    expect(book?.rows[0]?.place).toMatchObject({ sheet: 'Value', cell: 'D2' });
  });

  it('tells the role of each sheet by its header, and takes no header for a server', () => {
    const book = parseLegacyWorkbook(
      workbook({
        CMI_Variables: [
          ['ConfigKey', 'SMP01', 'SMP02'],
          ['a', 'True', null],
        ],
        All: LONG,
        Plugin_Summary: [['Plugin', 'VariableKeysCount', 'AffectedServers']],
        Notes: [['Hello']],
      }),
    );
    expect(book?.sheets.map(({ role }) => role)).toEqual(['wide', 'values', 'derived', 'unknown']);
    expect(book?.wideCells.map(({ plugin, server, shown }) => [plugin, server, shown])).toEqual([
      ['CMI', 'SMP01', 'True'],
      ['CMI', 'SMP02', ''],
    ]);
  });

  it('tells rows that give no value', () => {
    const [header = []] = LONG;
    const rows: Rows = [
      header,
      ['CMI', 'a', 'SMP01', null, 'int'],
      ['CMI', 'a', 'SMP01', 'x', 'int'],
      ['CMI', 'a', 'SMP01', 'x', 'date'],
      ['CMI', '', 'SMP01', 'x', 'str'],
      ['CMI', 'a', 'SMP01', { kind: 'unusable', reason: 'an error' }, 'str'],
      [null, null, null, null, null],
    ];
    const book = parseLegacyWorkbook(workbook({ All: rows }));
    expect(book?.rows).toEqual([]);
    expect(book?.badRows).toHaveLength(5);
  });

  it('is nothing without that list', () => {
    expect(parseLegacyWorkbook(workbook({ A: [['ConfigKey', 'SMP01']] }))).toBeUndefined();
  });
});
