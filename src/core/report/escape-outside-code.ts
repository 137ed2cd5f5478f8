const ESCAPES = new Map([
  ['<', '&lt;'],
  // No links, pictures, footnotes or link definitions.
  ['[', '&#91;'],
]);

/**
 * One line of Markdown in which HTML and links are text. Code spans that begin and end on the line stay as they are;
 * other backticks, and tildes that would open a code block, become text.
 */
export function escapeOutsideCode(line: string): string {
  const runs = [...line.matchAll(/`+/g)].map((match) => ({ at: match.index, text: match[0] }));
  const ends = endsOf(runs);
  let escaped = '';
  let from = 0;
  for (const [index, run] of runs.entries()) {
    if (run.at < from) continue;
    escaped += escapeText(line.slice(from, run.at));
    const end = line[run.at - 1] === '\\' ? undefined : ends[index];
    from = (end ?? run).at + run.text.length;
    escaped += end === undefined ? '&#96;'.repeat(run.text.length) : line.slice(run.at, from);
  }
  return (escaped + escapeText(line.slice(from))).replace(/^(\s*)~(?=~~)/, '$1&#126;');
}

interface Run {
  readonly at: number;
  readonly text: string;
}

/** For each run of backticks the next one of the same length, which is what ends a code span. */
function endsOf(runs: readonly Run[]): readonly (Run | undefined)[] {
  const next = new Map<number, Run>();
  const ends: (Run | undefined)[] = [];
  for (const run of runs.toReversed()) {
    ends.push(next.get(run.text.length));
    next.set(run.text.length, run);
  }
  return ends.reverse();
}

function escapeText(text: string): string {
  return text.replace(/[<[]/g, (character) => ESCAPES.get(character) ?? character);
}
