import { deflateRawSync } from 'node:zlib';
import exceljs from 'exceljs';
import { describe, expect, test } from 'vitest';
import { readWorkbook } from '../../src/adapters/workbook/index.ts';
import { keyId } from '../../src/core/model/key-path.ts';
import { zipBytes } from '../support/zip-bytes.ts';
import { assemble } from '../unit/core/source/small-fleet.ts';

const FILE = 'desired-state/variables/values.xlsx';

type Cells = readonly (readonly exceljs.CellValue[])[];

async function xlsx(sheets: Readonly<Record<string, Cells>>): Promise<Uint8Array> {
  const workbook = new exceljs.Workbook();
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = workbook.addWorksheet(name);
    for (const row of rows) sheet.addRow([...row]);
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

/** A zip with one deflated part, whose directory tells a lie about its size. */
function zipOf(content: Buffer): Uint8Array {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(31);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt16LE(1, 26);
  local.write('a', 30);
  const entry = Buffer.alloc(47);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(10, 24);
  entry.writeUInt16LE(1, 28);
  entry.write('a', 46);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length + packed.length, 16);
  return new Uint8Array(Buffer.concat([local, packed, entry, end]));
}

/** The least that a workbook consists of. */
function workbookOf(inSheet: string, names: string): Uint8Array {
  const ns = 'http://schemas.openxmlformats.org';
  const parts = {
    '_rels/.rels': `<Relationships xmlns="${ns}/package/2006/relationships"><Relationship Id="r1" Type="${ns}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${ns}/package/2006/relationships"><Relationship Id="r1" Type="${ns}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns:r="${ns}/officeDocument/2006/relationships"><sheets><sheet name="Sheet" sheetId="1" r:id="r1"/></sheets><definedNames>${names}</definedNames></workbook>`,
    'xl/worksheets/sheet1.xml': `<worksheet>${inSheet}</worksheet>`,
  };
  return zipBytes(Object.entries(parts).map(([name, data]) => ({ name, data })));
}

describe('reading a workbook', () => {
  test('cells keep their types, blanks are null and formulas give their result', async () => {
    const bytes = await xlsx({
      A: [
        ['text', 2171, true, null, 1.5],
        [{ formula: '1+1', result: 2 }, { formula: 'X()' }, { richText: [{ text: 'a' }, { text: 'b' }] }],
      ],
    });
    const { workbook } = await readWorkbook(FILE, bytes);
    expect(workbook?.sheets).toEqual([
      {
        name: 'A',
        rows: [
          ['text', 2171, true, null, 1.5],
          [2, { kind: 'unusable', reason: 'a formula without a result' }, 'ab'],
        ],
      },
    ]);
  });

  test('rows of the long sheet become overrides and the variables sheet declares variables', async () => {
    const bytes = await xlsx({
      All_Variable_Configs: [
        ['Plugin', 'ConfigKey', 'Server', 'Value', 'ValueType', 'Reason'],
        ['CMI', 'inv.SavedInventories', 'DEV01', '7', 'int', 'test server'],
        ['CMI', 'config.yml:Worlds', 'host:beta', "['a, b', 'c']", 'list', 'two worlds'],
        ['CMI', 'Prefix', 'group:dev', null, 'str', 'none'],
      ],
      Variables: [
        ['Name', 'Scope', 'Value'],
        ['SERVER_PORT', 'DEV01', 2170],
      ],
    });
    const { workbook } = await readWorkbook(FILE, bytes);
    const books = workbook === undefined ? [] : [workbook];
    const { desired, issues } = assemble({ 'variables/instances/DEV01.yaml': undefined }, books);
    expect(issues).toEqual([]);
    const cells = desired?.overrides.filter(({ key }) => key.place.file === FILE);
    expect(cells?.map(({ scope, file, key }) => [scope, file, keyId(key.path), key.value])).toEqual([
      [
        { kind: 'instance', name: 'alpha/DEV01' },
        'config.yml',
        'inv.SavedInventories',
        { kind: 'value', value: 7n },
      ],
      [{ kind: 'host', name: 'beta' }, 'config.yml', 'Worlds', { kind: 'value', value: ['a, b', 'c'] }],
      [{ kind: 'group', name: 'dev' }, 'config.yml', 'Prefix', { kind: 'value', value: '' }],
    ]);
    expect(cells?.[0]?.key.place).toMatchObject({ sheet: 'All_Variable_Configs', cell: 'D2' });
    expect(desired?.variables.find(({ place }) => place.sheet === 'Variables')?.value).toBe(2170n);
  });

  test.each([
    ['text', new TextEncoder().encode('plugin,DEV01\n')],
    ['nothing', new Uint8Array()],
    ['a zip that is no workbook', zipOf(Buffer.from('hello'))],
    ['a small zip that unpacks to 100 MiB', zipOf(Buffer.alloc(100 * 1024 * 1024))],
    ['17 MiB', new Uint8Array(17 * 1024 * 1024)],
  ])('%s is refused with a reason', async (_, bytes) => {
    const { workbook, issues } = await readWorkbook(FILE, bytes);
    expect(workbook).toBeUndefined();
    expect(issues.map(({ code, place }) => [code, place.file])).toEqual([['unreadable-workbook', FILE]]);
  });

  test.each([
    ['merges a billion cells', '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', ''],
    ['hides such a range in a number', '<mergeCells><mergeCell ref="A1&#58;XFD1048576"/></mergeCells>', ''],
    ['has a row that no sheet has', '<sheetData><row r="4294967000"/></sheetData>', ''],
    ['names a billion cells', '', '<definedName name="x">Sheet!$A$1:$XFD$1048576</definedName>'],
  ])('one that %s is refused, and nobody waits for it', async (_, inSheet, name) => {
    const { workbook, issues } = await readWorkbook(FILE, workbookOf(inSheet, name));
    expect(workbook).toBeUndefined();
    expect(issues.map(({ code }) => code)).toEqual(['unreadable-workbook']);
  });

  test('rules for whole columns and rows without cells cost nothing', async () => {
    const inSheet = `<cols><col min="1" max="2000000000" width="9"/></cols>
      <sheetData><row r="1"><c r="A1"><v>5</v></c></row><row r="1048576" ht="12"/></sheetData>
      <dataValidations><dataValidation type="list" sqref="A1:XFD1048576"><formula1>B1</formula1></dataValidation></dataValidations>`;
    const { workbook } = await readWorkbook(FILE, workbookOf(inSheet, ''));
    expect(workbook?.sheets).toEqual([{ name: 'Sheet', rows: [[5]] }]);
  });

  test('a cut-off workbook is refused', async () => {
    const bytes = await xlsx({ A: [['a']] });
    expect((await readWorkbook(FILE, bytes.slice(0, bytes.length / 2))).workbook).toBeUndefined();
  });
});
