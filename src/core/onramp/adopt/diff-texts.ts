const CONTEXT = 3;
/** More changed lines than this are shown as one replaced piece. */
const MOST_EDITS = 400;

interface Step {
  readonly kind: 'same' | 'old' | 'new';
  /** With its line end, if it has one. */
  readonly line: string;
}

/** The difference of two texts as `git apply` takes it; empty when they are equal. An undefined text is no file. */
export function diffTexts(path: string, before: string | undefined, after: string): string {
  if (before === after) return '';
  const steps = stepsBetween(linesOf(before ?? ''), linesOf(after));
  const head = [
    `diff --git a/${path} b/${path}\n`,
    ...(before === undefined ? ['new file mode 100644\n'] : []),
    `--- ${before === undefined ? '/dev/null' : `a/${path}`}\n`,
    `+++ b/${path}\n`,
  ];
  return [...head, ...hunksOf(steps)].join('');
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function stepsBetween(before: readonly string[], after: readonly string[]): readonly Step[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const same = (line: string): Step => ({ kind: 'same', line });
  const middle = shortest(before.slice(start, before.length - end), after.slice(start, after.length - end));
  return [...before.slice(0, start).map(same), ...middle, ...before.slice(before.length - end).map(same)];
}

/** Myers' greedy search for the fewest removed and added lines. */
function shortest(before: readonly string[], after: readonly string[]): readonly Step[] {
  const traces: Map<number, number>[] = [];
  let reach = new Map([[1, 0]]);
  for (let edits = 0; edits <= Math.min(MOST_EDITS, before.length + after.length); edits += 1) {
    const next = new Map(reach);
    traces.push(reach);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = furthest(reach, diagonal, edits);
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return walkBack(traces, before, after);
    }
    reach = next;
  }
  return [
    ...before.map((line): Step => ({ kind: 'old', line })),
    ...after.map((line): Step => ({ kind: 'new', line })),
  ];
}

function furthest(reach: ReadonlyMap<number, number>, diagonal: number, edits: number): number {
  const isDown = comesFromAbove(reach, diagonal, edits);
  return isDown ? (reach.get(diagonal + 1) ?? 0) : (reach.get(diagonal - 1) ?? 0) + 1;
}

/** True where the step onto this diagonal adds a line, false where it removes one. */
function comesFromAbove(reach: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  if (diagonal === -edits) return true;
  return diagonal !== edits && (reach.get(diagonal - 1) ?? -1) < (reach.get(diagonal + 1) ?? -1);
}

function walkBack(
  traces: readonly ReadonlyMap<number, number>[],
  before: readonly string[],
  after: readonly string[],
): readonly Step[] {
  const steps: Step[] = [];
  let x = before.length;
  let y = after.length;
  for (let edits = traces.length - 1; edits >= 0; edits -= 1) {
    const reach = traces[edits] ?? new Map<number, number>();
    const isDown = comesFromAbove(reach, x - y, edits);
    const diagonal = x - y + (isDown ? 1 : -1);
    const fromX = reach.get(diagonal) ?? 0;
    for (; x > fromX && y > fromX - diagonal; x -= 1, y -= 1)
      steps.push({ kind: 'same', line: before[x - 1] ?? '' });
    if (edits === 0) break;
    steps.push(
      isDown ? { kind: 'new', line: after[y - 1] ?? '' } : { kind: 'old', line: before[x - 1] ?? '' },
    );
    x = fromX;
    y = fromX - diagonal;
  }
  return steps.reverse();
}

/** Changes with three lines around them; those that lie near each other are one hunk. */
function hunksOf(steps: readonly Step[]): readonly string[] {
  const changed = steps.flatMap(({ kind }, index) => (kind === 'same' ? [] : [index]));
  const hunks: { readonly from: number; readonly to: number }[] = [];
  for (const index of changed) {
    const from = Math.max(0, index - CONTEXT);
    const to = Math.min(steps.length, index + CONTEXT + 1);
    const last = hunks.at(-1);
    if (last !== undefined && from <= last.to) hunks[hunks.length - 1] = { from: last.from, to };
    else hunks.push({ from, to });
  }
  return hunks.map((hunk) => hunkText(steps, hunk));
}

function hunkText(
  steps: readonly Step[],
  { from, to }: { readonly from: number; readonly to: number },
): string {
  const count = (part: readonly Step[], other: Step['kind']) =>
    part.filter(({ kind }) => kind !== other).length;
  const earlier = steps.slice(0, from);
  const own = steps.slice(from, to);
  const range = (other: Step['kind']) => {
    const length = count(own, other);
    return `${count(earlier, other) + (length === 0 ? 0 : 1)},${length}`;
  };
  const lines = own.map(({ kind, line }) => {
    const sign = kind === 'same' ? ' ' : kind === 'old' ? '-' : '+';
    return line.endsWith('\n') ? `${sign}${line}` : `${sign}${line}\n\\ No newline at end of file\n`;
  });
  return `@@ -${range('new')} +${range('old')} @@\n${lines.join('')}`;
}
