import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputSchemas } from '../../../src/core/report/report-schemas.ts';
import { type CliRig, createCliRig } from '../../support/cli-rig.ts';
import { GOOD_FILES } from '../../unit/core/source/small-fleet.ts';
import { clearRows, editWorkbook } from './edit-workbook.ts';

const TOWER = 'desired-state/variables/instances/TOW01.yaml';

describe('a fleet’s values in a spreadsheet', () => {
  let rig: CliRig;
  let file: string;
  const read = (path: string) => readFileSync(join(rig.repo, path), 'utf8');
  const before = GOOD_FILES[TOWER] ?? '';
  const restore = () => writeFileSync(join(rig.repo, TOWER), before);

  beforeAll(async () => {
    rig = createCliRig(GOOD_FILES, {});
    file = join(rig.dir, 'values.xlsx');
    const { code, out } = await rig.run(['variables', 'export', '--xlsx', file]);
    expect({ code, out }).toEqual({ code: 0, out: `Wrote 5 variables and 1 override to ${file}.\n` });
  });
  afterAll(() => rig.dispose());

  it('is imported again without a change', async () => {
    const { code, out } = await rig.run(['variables', 'import', file]);
    expect({ code, out }).toEqual({ code: 0, out: 'The repository says all this already.\n' });
  });

  it('is not written over a workbook that may hold edits', async () => {
    const { code, err } = await rig.run(['variables', 'export', '--xlsx', file]);
    expect(code).toBe(2);
    expect(err).toContain('--force');
  });

  it('changes one line of one file where one cell was changed, and shows it first', async () => {
    const edited = await editWorkbook(file, ({ Overrides }) => {
      if (Overrides !== undefined) Overrides.getCell('D2').value = 25;
    });
    const shown = await rig.run(['variables', 'import', edited, '--dry-run']);
    expect(shown.code).toBe(1);
    expect(shown.out).toContain('Overrides!D2  CMI config.yml:inv.SavedInventories  TOW01  20          25');
    expect(read(TOWER)).toBe(before);
    const json = await rig.run(['variables', 'import', edited, '--yes', '--json']);
    expect(outputSchemas.variables.parse(JSON.parse(json.out))).toMatchObject({
      written: true,
      files: [TOWER],
    });
    expect(read(TOWER)).toBe(before.replace('SavedInventories: 20', 'SavedInventories: 25'));
    restore();
  });

  it('asks, and writes nothing when the answer is no', async () => {
    const edited = await editWorkbook(file, ({ Variables }) => Variables?.spliceRows(6, 1));
    const asked: string[] = [];
    const answer = (question: string) => asked.push(question) === 0;
    const { code } = await rig.run(['variables', 'import', edited], { answer });
    expect({ code, asked }).toEqual({
      code: 1,
      asked: ['Change 1 file, and take away 1 of the 6 exported values?'],
    });
    expect((await rig.run(['variables', 'import', edited])).code).toBe(2);
  });

  it('keeps what both have changed until somebody says whose value counts', async () => {
    const edited = await editWorkbook(file, ({ Overrides }) => {
      if (Overrides !== undefined) Overrides.getCell('D2').value = 25;
    });
    writeFileSync(join(rig.repo, TOWER), before.replace('20', '30'));
    const { code, out } = await rig.run(['variables', 'import', edited, '--yes']);
    expect(code).toBe(2);
    expect(out).toMatch(/Overrides!D2 .* 20 +30 +25\n/);
    expect((await rig.run(['variables', 'import', edited, '--yes', '--ours'])).code).toBe(0);
    expect(read(TOWER)).toContain('SavedInventories: 30');
    expect((await rig.run(['variables', 'import', edited, '--yes', '--theirs'])).code).toBe(0);
    expect(read(TOWER)).toContain('SavedInventories: 25');
    restore();
  });

  it('does not empty a repository because of an empty workbook', async () => {
    const path = 'desired-state/variables/groups/dev.yaml';
    const many =
      'overrides: { CMI: { config.yml: { a: 1, b: 2, c: 3, d: 4, e: 5 } } }\nreasons: { CMI: tests }\n';
    writeFileSync(join(rig.repo, path), many);
    const whole = join(rig.dir, 'whole.xlsx');
    await rig.run(['variables', 'export', '--xlsx', whole, '--plugin', 'CMI']);
    const empty = await editWorkbook(whole, ({ Overrides }) => clearRows(Overrides, 2, 7));
    const { code, err } = await rig.run(['variables', 'import', empty, '--yes']);
    expect(code).toBe(2);
    expect(err).toContain('6 of the 6 exported rows are gone');
    expect(read(path)).toBe(many);
    const meant = await rig.run(['variables', 'import', empty, '--yes', '--allow-removals']);
    expect(meant.code).toBe(0);
    expect(read(path)).not.toContain('CMI');
    rmSync(join(rig.repo, path));
    restore();
  });

  it('takes nothing away where a whole sheet is gone', async () => {
    const noSheets = await editWorkbook(file, (_, workbook) => {
      workbook.removeWorksheet('Overrides');
      workbook.removeWorksheet('Variables');
    });
    const gone = await rig.run(['variables', 'import', noSheets, '--yes']);
    expect(gone.code).toBe(0);
    expect(gone.out).toContain('The sheet with the overrides is gone: they are left as they are.');
  });

  it('lists every mistake with its cell', async () => {
    const edited = await editWorkbook(file, ({ Overrides, Variables }) => {
      Overrides?.addRow(['CMI', 'config.yml:a', 'NOWHERE', 1, 'int']);
      Variables?.addRow(['SERVER_PORT', 'DEV01', 5, 'int']);
      if (Variables !== undefined) Variables.getCell('C6').value = 'many';
    });
    const { code, err } = await rig.run(['variables', 'import', edited]);
    expect(code).toBe(2);
    for (const part of ['Overrides!C3', 'unknown-instance', 'Variables!C6', 'bad-cell-value', 'two-owners']) {
      expect(err).toContain(part);
    }
  });

  it('adds rows, makes the files they need, and knows a row that only moved', async () => {
    const edited = await editWorkbook(file, ({ Overrides, Variables }) => {
      Overrides?.addRow(['CMI', 'Animations.ChairRange', 'group:dev', 9, 'int', 'wide chairs']);
      const row = Variables?.getRow(2).values;
      Variables?.spliceRows(2, 1);
      Variables?.addRow(row ?? []);
    });
    const { code, out } = await rig.run(['variables', 'import', edited, '--yes']);
    expect({ code, out: out.split('\n').slice(-3) }).toEqual({
      code: 0,
      out: ['Changed 1 value in:', '  desired-state/variables/groups/dev.yaml', ''],
    });
    expect(read('desired-state/variables/groups/dev.yaml')).toContain('wide chairs');
    expect((await rig.run(['validate', '--strict'])).code).toBe(0);
  });

  it('tells two workbooks apart and lists one, line by line', async () => {
    const edited = await editWorkbook(file, ({ Variables }) => {
      if (Variables !== undefined) Variables.getCell('C2').value = 2999;
    });
    const { code, out } = await rig.run(['variables', 'diff', file, edited, '--json'], { bare: true });
    expect(code).toBe(1);
    expect(outputSchemas.variables.parse(JSON.parse(out))).toMatchObject({
      changes: [{ cell: 'C2', what: 'SERVER_PORT', before: { text: '2170' }, after: { text: '2999' } }],
    });
    expect((await rig.run(['variables', 'diff', file, file], { bare: true })).code).toBe(0);
    const list = await rig.run(['variables', 'list', edited], { bare: true });
    expect(list.out).toContain('SERVER_PORT  DEV01  2999\n');
  });

  it('moves all values into a workbook of the repository and back, and each means the same throughout', async () => {
    const kept = 'desired-state/variables/values.xlsx';
    const rendered = async () =>
      (await rig.run(['render', '--instance', 'TOW01', '--revision', 'WORKTREE'])).out;
    const values = (text: string) => text.replaceAll(/ \([^)]*\)$/gm, '');
    const first = values(await rendered());
    const moved = await rig.run(['variables', 'export', '--move', '--yes']);
    expect({ code: moved.code, out: moved.out.split('\n')[0] }).toEqual({
      code: 0,
      out: `Wrote 5 variables and 2 overrides to ${kept}.`,
    });
    expect(read(TOWER)).not.toContain('SERVER_PORT');
    expect(values(await rendered())).toBe(first);

    const edited = await editWorkbook(file, ({ Overrides }) => {
      if (Overrides !== undefined) Overrides.getCell('D2').value = 26;
    });
    const refused = await rig.run(['variables', 'import', edited, '--yes']);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(`${kept}, sheet`);

    const back = await rig.run(['variables', 'import', kept, '--move', '--yes']);
    expect({ code: back.code, out: back.out.split('\n')[0] }).toEqual({
      code: 0,
      out: `Deleted ${kept}, whose values stand now in:`,
    });
    expect(existsSync(join(rig.repo, kept))).toBe(false);
    expect(values(await rendered())).toBe(first);
    expect((await rig.run(['validate', '--strict'])).code).toBe(0);
  });
});
