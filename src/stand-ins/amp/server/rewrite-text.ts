const OWN_KEY = 'file-version';

/**
 * A plugin's file as a careless plugin writes it at start: comments gone, a date on top, one key of its own. No value
 * changes: where a comment can't be told from text, it stays, and where a key can't be added on top, none is.
 */
export function rewriteText(file: string, text: string, atMillis: number): string {
  const ending = /\.[^.]*$/.exec(file)?.[0] ?? '';
  if (ending === '.json') return rewriteJson(text);
  if (!/^\.(?:ya?ml|properties|toml|conf)$/.test(ending)) return text;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('# saved '));
  const kept = mayHoldTexts(lines) ? lines : lines.filter((line) => !/^\s*#/.test(line));
  const date = `# saved ${new Date(atMillis).toISOString()}`;
  return [date, ...ownKey(ending, kept), ...kept].join(eol);
}

/** Texts over several lines, in which a line with a number sign is no comment. */
function mayHoldTexts(lines: readonly string[]): boolean {
  return lines.some((line) => /[|>][-+0-9]*\s*(?:#.*)?$|\\$|"""|'''/.test(line) || hasOpenQuote(line));
}

function hasOpenQuote(line: string): boolean {
  return (line.match(/"/g)?.length ?? 0) % 2 === 1 || (line.match(/'/g)?.length ?? 0) % 2 === 1;
}

function ownKey(ending: string, lines: readonly string[]): readonly string[] {
  const [first = ''] = lines.filter((line) => !/^\s*(?:#|$)/.test(line));
  const isFlat = /^["'\w]/.test(first);
  const isThere = lines.some((line) => line.startsWith(OWN_KEY));
  if (!isFlat || isThere) return [];
  return [/ya?ml/.test(ending) ? `${OWN_KEY}: 1` : `${OWN_KEY} = 1`];
}

function rewriteJson(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return text;
    return `${JSON.stringify({ [OWN_KEY]: 1, ...value }, undefined, 4)}\n`;
  } catch {
    return text;
  }
}
