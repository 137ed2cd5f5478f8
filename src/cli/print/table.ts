import { cut, displayWidth } from './safe-text.ts';
import { type Line, makeSafe, type Span, textOf } from './screen.ts';

const GAP = 2;
const NARROWEST = 8;

/**
 * Lays rows out in columns under a dim head. Where the width is bounded, the widest columns give way first, and what
 * is cut ends in `…`.
 */
export function layoutTable(
  head: readonly string[],
  rows: readonly (readonly Span[])[],
  width: number | undefined,
): readonly Line[] {
  const titles: readonly Span[] = head.map((text) => ({ text, style: 'dim' }));
  const all = [titles, ...rows].map((row) => row.map(makeSafe));
  const widths = fitColumns(naturalWidths(all), width);
  return all.map((row) => row.flatMap((cell, index) => padCell(cell, widths, index)));
}

function naturalWidths(rows: readonly (readonly Span[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 0, displayWidth(textOf(cell)));
    }
  }
  return widths;
}

function fitColumns(natural: readonly number[], width: number | undefined): readonly number[] {
  if (width === undefined) return natural;
  const widths = [...natural];
  let excess = widths.reduce((sum, column) => sum + column, 0) + GAP * (widths.length - 1) - width;
  while (excess > 0) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) break;
    const second = Math.max(NARROWEST, ...widths.filter((column) => column < widest));
    const index = widths.lastIndexOf(widest);
    const taken = Math.min(excess, Math.max(1, widest - second));
    widths[index] = Math.max(NARROWEST, widest - taken);
    excess -= taken;
  }
  return widths;
}

function padCell(cell: Span, widths: readonly number[], index: number): readonly Span[] {
  const width = widths[index] ?? 0;
  const text = cut(textOf(cell), width);
  const shown = typeof cell === 'string' ? text : { ...cell, text };
  if (index === widths.length - 1) return [shown];
  return [shown, ' '.repeat(width - displayWidth(text) + GAP)];
}
