const RUN = '\\d{8}-\\d{6}-\\d{3}-[0-9a-f]{6}(?:\\.\\d+)?';
const TIME = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ';
const UTC_TIME = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d(?::\\d\\d)? UTC';
const DIGEST = '(?<![0-9a-zA-Z])[0-9a-f]{12,64}(?![0-9a-zA-Z])';
const LOG_TIME = '\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z';
const CONSOLE_TIME = '\\[\\d\\d:\\d\\d:\\d\\d';
const VARYING = new RegExp(
  `${RUN}|${TIME}|${UTC_TIME}|${LOG_TIME}|${CONSOLE_TIME}|${DIGEST}|process \\d+|after \\d+ |millis=\\d+`,
  'g',
);

/** What a document calls something that differs at every run, such as a plan's id, and what it is called in this run. */
export type Names = Map<string, string>;

/**
 * Compares what a document shows with what a command printed: line by line, `…` alone on a line standing for any
 * lines. What differs at every run may, and is remembered in `names`. Gives the first line that is not there.
 */
export function findMissingLine(shown: readonly string[], printed: string, names: Names): string | undefined {
  const lines = trimEnds(printed.split('\n'));
  const wanted = trimEnds(shown);
  let at = 0;
  let isFree = false;
  for (const line of wanted) {
    if (line.trim() === '…') {
      isFree = true;
      continue;
    }
    if (isFree && line.trim() === '') continue;
    const found = lines.findIndex((candidate, index) => index >= at && isSame(line, candidate));
    if (found === -1 || (!isFree && found !== at)) return line;
    learn(line, lines[found] ?? '', names);
    at = found + 1;
    isFree = false;
  }
  return isFree || at === lines.length ? undefined : `(the end, before ${lines[at]})`;
}

/** The command with the names of this run. */
export function translate(command: string, names: Names): string {
  let translated = command;
  for (const [shown, real] of names) translated = translated.replaceAll(shown, real);
  return translated;
}

function isSame(shown: string, printed: string): boolean {
  return shown.trimEnd().replace(VARYING, '#') === printed.trimEnd().replace(VARYING, '#');
}

function learn(shown: string, printed: string, names: Names): void {
  const real = printed.match(VARYING) ?? [];
  shown.match(VARYING)?.forEach((name, index) => {
    names.set(name, real[index] ?? name);
  });
}

function trimEnds(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return first === -1 ? [] : lines.slice(first, last + 1);
}
