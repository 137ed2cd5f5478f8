const RUN = /^[ \t]*(`{3,})/gm;

/** Marks for a fence that no line of the text closes, whatever stands in it. */
export function fenceMarks(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(RUN)].map(([, marks = '']) => marks.length));
  return '`'.repeat(longest + 1);
}
