const SAFE_ADDRESS = String.raw`https?:\/\/[A-Za-z0-9._~:/?#@!$&*+,;=%-]{1,600}`;
const BOX_MARK = '<!-- homeamp:keep ';
const BOX = /^- \[([ xX])\] Keep these values: open a pull request <!-- homeamp:keep ([0-9a-f]{12}) -->$/;
const PULL = new RegExp(
  String.raw`^\[Pull request #\d{1,9}\]\(${SAFE_ADDRESS}\) keeps these values once it is merged\.$`,
);
const PLACE = new RegExp(
  String.raw`^Asked for in \[[A-Za-z0-9._/-]{1,200}(?::\d{1,7})?\]\(${SAFE_ADDRESS}\)\.$`,
);

/** A box that somebody with the right to write may tick; `id` has 12 hex digits. */
export function boxLine(id: string): string {
  return `- [ ] Keep these values: open a pull request <!-- homeamp:keep ${id} -->`;
}

export function pullLine({ number, url }: { readonly number: number; readonly url: string }): string {
  return `[Pull request #${number}](${url}) keeps these values once it is merged.`;
}

/** Undefined for a file whose name would have to be escaped. */
export function placeLine(file: string, line: number, url: string): string | undefined {
  const text = `Asked for in [${file}${line > 0 ? `:${line}` : ''}](${url}).`;
  return PLACE.test(text) ? text : undefined;
}

/** True for lines that only homeamp writes: nothing foreign in them is more than a name or an address. */
export function isOwnLine(line: string): boolean {
  return BOX.test(line) || PULL.test(line) || PLACE.test(line);
}

const FENCE = /^ {0,3}(`{3,})/;

/** The ids of ticked boxes. What stands in code is text of a file, and no box. */
export function tickedBoxes(body: string): readonly string[] {
  if (!body.includes(BOX_MARK)) return [];
  let fence = '';
  const ids: string[] = [];
  for (const line of body.split('\n')) {
    const run = FENCE.exec(line)?.[1] ?? '';
    if (fence !== '') {
      if (run.length >= fence.length && line.trim() === run) fence = '';
      continue;
    }
    fence = run;
    const [, mark, id] = BOX.exec(line) ?? [];
    if (mark !== undefined && mark !== ' ' && id !== undefined) ids.push(id);
  }
  return ids;
}

/** The text as it was before somebody ticked a box in it. */
export function withoutTicks(body: string): string {
  // Most posts have no box, and posts are read often.
  if (!body.includes(BOX_MARK)) return body;
  return body
    .split('\n')
    .map((line) => (BOX.test(line) ? line.replace(/^- \[[xX]\]/, '- [ ]') : line))
    .join('\n');
}
