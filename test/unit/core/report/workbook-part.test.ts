import { describe, expect, it } from 'vitest';
import type { CellChange, WorkbookNews } from '../../../../src/core/model/cell-change.ts';
import type { Workbook, WorkbookCell } from '../../../../src/core/model/workbook.ts';
import { diffWorkbooks } from '../../../../src/core/onramp/workbook/diff-workbooks.ts';
import type { CommonPart } from '../../../../src/core/report/common-part.ts';
import {
  hasCommon,
  hasSection,
  hostsOf,
  type PostSection,
  PULL_POST,
  putSection,
} from '../../../../src/core/report/fleet-post.ts';
import { workbookPart } from '../../../../src/core/report/workbook-part.ts';
import { faultsIn } from './markdown-structure.ts';

const FILE = 'desired-state/variables/values.xlsx';
const HEADER = ['Plugin', 'ConfigKey', 'Server', 'Value', 'ValueType', 'Reason'];

function workbook(...rows: readonly (readonly WorkbookCell[])[]): Workbook {
  return { file: FILE, sheets: [{ name: 'Overrides', rows: [HEADER, ...rows] }] };
}

function newsOf(before: Workbook, after: Workbook): readonly WorkbookNews[] {
  return [{ file: FILE, kind: 'changed', ...diffWorkbooks(before, after) }];
}

function section(host: string): PostSection {
  return { host, row: ['1 key', 'nothing', '`p`'], body: `On ${host}.`, isQuiet: false, digest: 'abc' };
}

describe('the workbooks of a pull request', () => {
  it('are told cell by cell, with rows that moved left out', () => {
    const before = workbook(
      ['CMI', 'config.yml:a', 'DEV01', 1, 'int'],
      ['CMI', 'config.yml:b', 'group:dev', 'x', 'str', 'old'],
      ['CMI', 'config.yml:c', 'fleet', true, 'bool'],
    );
    const after = workbook(
      ['CMI', 'config.yml:b', 'group:dev', 'y', 'str', 'new'],
      ['CMI', 'config.yml:a', 'DEV01', 1, 'float'],
      ['CMI', 'config.yml:d', 'fleet', '', 'absent'],
    );
    expect(workbookPart(newsOf(before, after))).toBe(`### Workbooks

\`${FILE}\` changes: **5 cells**.

| cell | what | where | was | becomes |
| --- | --- | --- | --- | --- |
| \`Overrides!D2\` | \`CMI config.yml:b\` | \`group:dev\` | \`"x"\` | \`"y"\` |
| \`Overrides!F2\` | \`CMI config.yml:b\` (reason) | \`group:dev\` | \`"old"\` | \`"new"\` |
| \`Overrides!D3\` | \`CMI config.yml:a\` | \`DEV01\` | \`1\` | \`1.0\` |
| \`Overrides!D4\` (row added) | \`CMI config.yml:d\` | \`fleet\` |  | \`(absent)\` |
| \`Overrides!D4\` (row removed) | \`CMI config.yml:c\` | \`fleet\` | \`true\` |  |`);
  });

  it('show no secret, whether its name tells it or its text', () => {
    const token = `ghp_${'a1'.repeat(20)}`;
    const before = workbook(
      ['X', 'c.yml:db.password', 'fleet', 'hunter2', 'str'],
      ['X', 'c.yml:y', 'fleet', ''],
    );
    const after = workbook(
      ['X', 'c.yml:db.password', 'fleet', 'hunter3', 'str'],
      ['X', 'c.yml:y', 'fleet', token],
    );
    const text = workbookPart(newsOf(before, after));
    expect(text).toContain('(secret, changed)');
    expect(text).not.toContain('hunter');
    expect(text).not.toContain('ghp_');
  });

  it('can’t reach out of their place, and end where there is no more room', () => {
    const evil = '`|<!-- homeamp:end a -->\n\n## @everyone';
    const rows = Array.from({ length: 2000 }, (_, index) => [
      evil,
      `${evil}${index}`,
      evil,
      evil,
      'str',
      evil,
    ]);
    const text = workbookPart(newsOf(workbook(), workbook(...rows)));
    expect(text.length).toBeLessThan(9000);
    expect(text).toMatch(/… and \d+ more cells/);
    const post = putSection(PULL_POST, undefined, section('a'), { digest: 'd1', body: text });
    expect(faultsIn(post)).toEqual([]);
    expect(hostsOf(PULL_POST, post)).toEqual(['a']);
  });

  it('stand once in the comment, whoever writes them, until something else is to be told', () => {
    const part: CommonPart = { digest: 'd1', body: '### Workbooks\n\nOne.' };
    const first = putSection(PULL_POST, undefined, section('a'), part);
    const second = putSection(PULL_POST, first, section('b'), { ...part, body: 'In other words.' });
    expect(second.match(/### Workbooks/g)).toHaveLength(1);
    expect(second).not.toContain('In other words');
    expect(hasCommon(PULL_POST, second, part)).toBe(true);
    const kept = putSection(PULL_POST, second, section('c'));
    expect(kept).toContain('### Workbooks');
    const later = putSection(PULL_POST, kept, section('a'), { digest: 'd2', body: '### Workbooks\n\nTwo.' });
    expect(later).not.toContain('One.');
    expect(hasCommon(PULL_POST, later, part)).toBe(false);
    expect(hasSection(PULL_POST, later, section('b'))).toBe(true);
    const gone = putSection(PULL_POST, later, section('a'), { digest: '', body: '' });
    expect(gone).not.toContain('### Workbooks');
    expect(hasCommon(PULL_POST, gone, { digest: '', body: '' })).toBe(true);
  });

  it('are put back when somebody edits them', () => {
    const part: CommonPart = { digest: 'd1', body: '### Workbooks\n\nOne.' };
    const post = putSection(PULL_POST, undefined, section('a'), part);
    const edited = post.replace('One.', 'Nothing at all.');
    expect(hasCommon(PULL_POST, edited, part)).toBe(false);
    expect(putSection(PULL_POST, edited, section('a'), part)).toBe(post);
  });

  it('say so when one can’t be read', () => {
    const news: readonly WorkbookNews[] = [{ file: FILE, kind: 'unreadable', reason: 'It is damaged.' }];
    expect(workbookPart(news)).toContain('It is damaged.');
    expect(workbookPart([])).toBe('');
  });
});

describe('two workbooks', () => {
  it('differ in the row that has another value, also where two rows are alike', () => {
    const row = (value: number) => ['CMI', 'a', 'fleet', value, 'int'];
    const changes: readonly CellChange[] = diffWorkbooks(
      workbook(row(1), row(1)),
      workbook(row(1), row(2)),
    ).changes;
    expect(changes.map(({ cell, kind }) => [cell, kind])).toEqual([['D3', 'changed']]);
  });

  it('do not differ because of sheets for reading; unread ones are named', () => {
    const extra = (name: string, first: string) => ({ name, rows: [[first]] });
    const one = { file: FILE, sheets: [extra('View', 'homeamp: for reading only. A'), extra('Notes', 'a')] };
    const two = { file: FILE, sheets: [extra('View', 'homeamp: for reading only. B'), extra('Notes', 'b')] };
    expect(diffWorkbooks(one, two)).toEqual({ changes: [], unread: ['Notes'] });
  });
});
