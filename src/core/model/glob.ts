/** `*` stands for any run of characters, dots included; everything else is literal. Linear in both lengths. */
export function matchesGlob(text: string, glob: string): boolean {
  const [first = '', ...rest] = glob.split('*');
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  let position = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return position <= text.length - last.length;
}

/** As `matchesGlob`, for paths: a `*` never stands for a `/`, as on a command line. */
export function matchesPathGlob(path: string, glob: string): boolean {
  const segments = path.split('/');
  const globs = glob.split('/');
  return (
    segments.length === globs.length &&
    segments.every((segment, index) => matchesGlob(segment, globs[index] ?? ''))
  );
}
