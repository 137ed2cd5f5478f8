import type { CellChange, ShownValue, WorkbookNews } from '../model/cell-change.ts';
import { listWords, plural } from './count-words.ts';
import { inlineCode, sentence, tableCell } from './markdown-text.ts';

const ROOM = 8000;
const NEWS_MAX = 10;
const WHAT_MAX = 100;
const VALUE_MAX = 80;
const FILE_MAX = 120;
const SHEETS_MAX = 8;

/**
 * What a change does to the repository's workbooks, cell by cell, since nobody can read that in a diff. What finds no
 * room is counted. Everything foreign in it is in code.
 */
export function workbookPart(news: readonly WorkbookNews[]): string {
  if (news.length === 0) return '';
  const shown = news.slice(0, NEWS_MAX);
  const more = news.length - shown.length;
  const room = Math.floor(ROOM / shown.length);
  return [
    '### Workbooks',
    ...shown.map((one) => newsText(one, room)),
    more > 0 ? `… and ${plural(more, 'more workbook')}.` : '',
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

const WORDS = { added: 'is new', removed: 'is removed', changed: 'changes' } as const;

function newsText(news: WorkbookNews, room: number): string {
  const name = inlineCode(news.file, FILE_MAX);
  if (news.kind === 'unreadable') return `${name}: ${sentence(news.reason)}`;
  const { changes, unread, kind } = news;
  const rows: string[] = [];
  let left = room;
  for (const change of changes) {
    const row = changeRow(change);
    left -= row.length + 1;
    if (left < 0) break;
    rows.push(row);
  }
  const hidden = changes.length - rows.length;
  const names = listWords(
    unread.map((sheet) => inlineCode(sheet)),
    SHEETS_MAX,
  );
  return [
    `${name} ${WORDS[kind]}: **${plural(changes.length, 'cell')}**.`,
    rows.length === 0 ? '' : [...HEAD, ...rows].join('\n'),
    hidden > 0 ? `… and ${plural(hidden, 'more cell')}: \`homeamp variables diff\` lists them all.` : '',
    unread.length > 0 ? `Different as well, and not read: ${names}.` : '',
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

const HEAD = ['| cell | what | where | was | becomes |', '| --- | --- | --- | --- | --- |'];

function changeRow({ kind, sheet, cell, column, what, scope, before, after }: CellChange): string {
  const where = `${inlineCode(`${sheet}!${cell}`, WHAT_MAX)}${kind === 'changed' ? '' : ` (row ${kind})`}`;
  const about = `${inlineCode(what, WHAT_MAX)}${column === 'Reason' ? ' (reason)' : ''}`;
  const cells = [where, about, inlineCode(scope, WHAT_MAX), ...pairText(before, after)];
  return `| ${cells.map(tableCell).join(' | ')} |`;
}

function pairText(before: ShownValue, after: ShownValue): readonly [string, string] {
  const [from, to] = [valueText(before), valueText(after)];
  if (before.kind === 'none' || from !== to) return [from, to];
  return [from, before.kind === 'hidden' ? '(secret, changed)' : `${to} (differs where it is not shown)`];
}

function valueText(value: ShownValue): string {
  switch (value.kind) {
    case 'none':
      return '';
    case 'hidden':
      return '(secret)';
    case 'shown':
      return inlineCode(value.text, VALUE_MAX);
  }
}
