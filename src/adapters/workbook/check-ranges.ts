const LAST_ROW = 1_048_576;
const MOST_CELLS = 500_000;

/** Tags that name rows and ranges which a library goes through cell by cell. */
const TAGS = /<(?:row|mergeCell)(?=[\s/>])/g;
const WHOLE_TAG = /<\w+((?:\s+[\w:.-]+\s*=\s*(?:"[^"<>&]*"|'[^'<>&]*'))*)\s*\/?>/y;
const ROW = /\sr\s*=\s*["'](\d+)["']/;
const REF = /\sref\s*=\s*["']([^"']*)["']/;
const NAMES = /<definedName[\s>][\s\S]*?<\/definedName\s*>/g;
const RANGE = /\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?/gi;

/** Why a part of a workbook must not be read: its rows or ranges reach further than any sheet that is edited by hand. */
export function refuseRanges(xml: string): string | undefined {
  let merged = 0;
  for (const { index, 0: start } of xml.matchAll(TAGS)) {
    WHOLE_TAG.lastIndex = index;
    const attributes = WHOLE_TAG.exec(xml)?.[1];
    if (attributes === undefined) return 'a part is damaged';
    if (start === '<row' && Number(ROW.exec(attributes)?.[1] ?? 0) > LAST_ROW) return 'it has too many rows';
    if (start === '<mergeCell') merged += areaOf(REF.exec(attributes)?.[1] ?? '');
    if (merged > MOST_CELLS) return `it merges more than ${MOST_CELLS} cells`;
  }
  return namedCells(xml) > MOST_CELLS ? `its names cover more than ${MOST_CELLS} cells` : undefined;
}

/** Characters that are written as numbers could hide a range. */
function namedCells(xml: string): number {
  let cells = 0;
  for (const [name] of xml.matchAll(NAMES)) {
    if (/&#|<!\[/.test(name)) return Number.POSITIVE_INFINITY;
    cells += areaOf(name);
  }
  return cells;
}

function areaOf(text: string): number {
  let area = 0;
  for (const [, left = '', top = '', right = left, bottom = top] of text.matchAll(RANGE)) {
    const height = Math.abs(Number(bottom) - Number(top)) + 1;
    area += height * (Math.abs(columnNumber(right) - columnNumber(left)) + 1);
  }
  return area;
}

function columnNumber(letters: string): number {
  return [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}
